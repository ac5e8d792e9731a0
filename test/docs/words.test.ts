import { readdirSync, readFileSync } from 'node:fs';

/** Pages for people, not the changelog, whose old entries stay as they were. */
const PAGES = [
  'README.md',
  'ARCHITECTURE.md',
  'AGENTS.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Words that one has to decode, and the field's term for each. */
const UNWANTED: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\b(?:look|looks|looked|looking) (?:at|for|into)\b/i, 'analyse, check, read'],
  [/\b(?:a|the|daily|next|last|each|two|every) looks?\b/i, 'analysis, check'],
  [/\b(?:told|tells?|telling)\b/i, 'report, show, notify'],
  [/\bverdicts?\b/i, 'result, conclusion, outcome'],
  [/\bquantiles?\b/i, 'percentile'],
  [/\brests? on\b/i, 'is based on'],
  [/\bbesides?\b/i, 'with, next to, in addition to'],
  [/\b(?:nobody|whoever)\b/i, 'a subject: the monitor, the reader, you'],
  [/\bpromised\b|\bschedule promises\b/i, 'expected'],
  [/\b(?:stood|standing)\b|\bfindings? (?:that )?stands?\b/i, 'open, state, status'],
  [/\bwhat (?:became|becomes|may have become|was and)\b/i, 'result, outcome'],
  [/\bre-?ordering\b/i, 'permutation'],
  [/\b(?:days|hours) (?:that )?(?:depend|hang)\b/i, 'autocorrelated'],
  [/\bmoved with it\b/i, 'changed at the same time'],
  [/\b(?:MOST|FEWEST|LEAST|GREATEST|LONGEST)_/, 'MAX_, MIN_'],
  [/\d %/, 'no blank before %'],
];

/** Uses that are right: the text around the words, by page. */
const WANTED: Readonly<Record<string, readonly string[]>> = {};

/** A page without code, which has tests of its own, and without what is generated from the sources. */
function prose(page: string): string {
  return readFileSync(page, 'utf8')
    .replaceAll(/<!-- (?:reference|figure):.*?<!-- end -->/gs, '')
    .replaceAll(/^ *```.*?^ *```$/gms, '')
    .replaceAll(/`[^`]*`/g, '`…`');
}

function unwantedIn(text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap((line) =>
      UNWANTED.filter(([pattern]) => pattern.test(line)).map(
        ([pattern, instead]) => `${pattern.exec(line)?.[0]} (${instead}): ${line.trim()}`,
      ),
    );
}

describe('the words of the docs', () => {
  it.each(PAGES)('%s uses the terms of the field', (page) => {
    const wanted = WANTED[page] ?? [];
    const text = wanted.reduce((rest, each) => rest.replace(each, ''), prose(page));

    expect(unwantedIn(text)).toEqual([]);
  });

  it.each([
    ['The daily look found nothing.', 1],
    ['p95 is told, by 5 %.', 2],
    ['Quiet weekends look like a trend; 5% of them look longer.', 0],
  ])('finds what is unwanted in "%s"', (text, count) => {
    expect(unwantedIn(text)).toHaveLength(count);
  });
});

describe('docs/glossary.md', () => {
  const words = [
    ...readFileSync('docs/glossary.md', 'utf8').matchAll(/^\| ([^|]+?) +\| (.+?) *\|$/gm),
  ]
    .map(([, word = '', meaning = '']) => ({ word, meaning }))
    .filter(({ word, meaning }) => word !== 'word' && !/^-+$/.test(meaning));

  it('has at most forty entries, one for each word', () => {
    expect(words.length).toBeGreaterThan(30);
    expect(words.length).toBeLessThanOrEqual(40);
    expect(new Set(words.map(({ word }) => word)).size).toBe(words.length);
  });

  it('explains each in sentences', () => {
    for (const { meaning } of words) expect(meaning).toMatch(/^[A-Z`p].{15,}\.$/);
  });
});
