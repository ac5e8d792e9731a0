import { assembled, one, plainDraft, randomFrom, type Rules } from './answer-draft.ts';
import { rulesOfBodies, rulesOfEncodings } from './body-rules.ts';
import { rulesOfChunks, rulesOfLength } from './framing-rules.ts';
import { rulesOfHeads, rulesOfStatus } from './head-rules.ts';

/** One generated answer: its bytes, and the rules of the grammar that made it differ from a plain one. */
export interface GeneratedAnswer {
  readonly id: number;
  readonly bytes: Buffer;
  readonly rules: ReadonlySet<string>;
}

const GROUPS: readonly Rules[] = [
  rulesOfHeads,
  rulesOfHeads,
  rulesOfStatus,
  rulesOfLength,
  rulesOfChunks,
  rulesOfBodies,
  rulesOfEncodings,
];
/** In the order in which they must be applied: each changes what the ones before have made. */
const ORDER: readonly Rules[] = [
  rulesOfBodies,
  rulesOfEncodings,
  rulesOfStatus,
  rulesOfLength,
  rulesOfChunks,
  rulesOfHeads,
];

/** The names of all rules. */
export const ALL_RULES: readonly string[] = ORDER.flatMap((rules) => Object.keys(rules));

/** Generates the answer with a number: the same bytes at every call. One to three rules apply. */
export function generatedAnswer(id: number): GeneratedAnswer {
  const pick = randomFrom(id);
  const chosen = new Set<string>();
  const first = ALL_RULES[id % ALL_RULES.length];
  if (first !== undefined) chosen.add(first);
  for (let more = pick(3); more > 0; more -= 1) {
    const group = one(GROUPS, pick);
    const rule = one(Object.keys(group), pick);
    const isSecond = Object.keys(rulesOfEncodings).some((each) => chosen.has(each));
    if (group !== rulesOfEncodings || !isSecond) chosen.add(rule);
  }
  const draft = plainDraft();
  for (const rules of ORDER) {
    for (const [name, change] of Object.entries(rules)) if (chosen.has(name)) change(draft, pick);
  }

  return { id, bytes: assembled(draft), rules: chosen };
}
