/** Parts of an answer before they are joined. All texts are Latin-1. */
export interface Draft {
  before: string;
  statusLine: string;
  /** Lines after the status line, without their ends. */
  lines: string[];
  lineEnd: string;
  body: Buffer;
  /** `content-length`, `transfer-encoding` and what else frames the body. */
  framing: string[];
  framed: Buffer;
  after: Buffer;
  isCutInHead: boolean;
}

/** The text in every body that is not changed by a rule. */
export const PLAIN = 'All the roads of the kingdom. ';

/** A number from 0 on, below the argument. */
export type Random = (below: number) => number;
/** Changes a draft as one rule of the grammar demands. */
export type Change = (draft: Draft, pick: Random) => void;
/** Rules by name. */
export type Rules = Readonly<Record<string, Change>>;

/** The draft of an answer that nothing is wrong with. */
export function plainDraft(): Draft {
  const body = Buffer.from(PLAIN);

  return {
    before: '',
    statusLine: 'HTTP/1.1 200 OK',
    lines: ['Content-Type: text/plain', 'X-Probe: kept'],
    lineEnd: '\r\n',
    body,
    framing: [`Content-Length: ${body.length}`],
    framed: body,
    after: Buffer.alloc(0),
    isCutInHead: false,
  };
}

/** The bytes of an answer. */
export function assembled(draft: Draft): Buffer {
  const lines = [draft.statusLine, ...draft.lines, ...draft.framing];
  const head = `${draft.before}${lines.join(draft.lineEnd)}${draft.lineEnd}`;
  if (draft.isCutInHead) return Buffer.from(head, 'latin1');

  return Buffer.concat([
    Buffer.from(`${head}${draft.lineEnd}`, 'latin1'),
    draft.framed,
    draft.after,
  ]);
}

/** One of several. */
export function one<T>(choices: readonly T[], pick: Random): T {
  const chosen = choices[pick(choices.length)];
  if (chosen === undefined) throw new RangeError('There is nothing to choose from');

  return chosen;
}

/** Mulberry32: the same numbers for the same seed. */
export function randomFrom(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1);

  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);

    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
