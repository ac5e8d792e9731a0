import { readFileSync } from 'node:fs';
import { shellWords } from './shell-words.ts';

/** A journey as the guide shows it. */
export interface ShownJourney {
  readonly file: string;
  readonly code: string;
}

/** What the guide says of a broken shop: which journey finds it, and how. */
export interface ShownFault {
  readonly journey: string;
  readonly knobs: Readonly<Record<string, readonly unknown[]>>;
  readonly cause: string;
  readonly step: string;
  readonly says: string;
}

/** What `docs/guide.md` shows, read out of it. */
export interface Guide {
  readonly journeys: readonly ShownJourney[];
  readonly faults: readonly ShownFault[];
  /** What its shell exports for the journeys' secrets. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Reads the guide. */
export function readGuide(): Guide {
  const text = readFileSync('docs/guide.md', 'utf8');
  const blocks = [...text.matchAll(/^```ts (\S+)\n(.*?)^```$/gms)];
  const exported = [...text.matchAll(/^export (WAYWISER_.*)$/gm)].map(([, line = '']) =>
    shellWords(line),
  );

  return {
    journeys: blocks.map(([, file = '', code = '']) => ({ file, code })),
    faults: text.split('\n').filter(isFault).map(faultOf),
    secrets: Object.fromEntries(exported.map(([word = '']) => pairOf(word))),
  };
}

function isFault(line: string): boolean {
  return /^\| `[a-z-]+` +\| `\{/.test(line);
}

function faultOf(line: string): ShownFault {
  const [journey = '', knobs = '', , cause = '', step = '', says = ''] = line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim().replaceAll(/^`|`$/g, ''));

  return { journey, knobs: JSON.parse(knobs), cause, step, says };
}

function pairOf(word: string): readonly [string, string] {
  const equals = word.indexOf('=');

  return [word.slice(0, equals), word.slice(equals + 1)];
}
