import { loadFiles, problemLines } from '../../support/project-dir.ts';

const GOOD = `import { apiJourney, every, expect } from 'waywiser';
expect.extend({});
export default apiJourney('good', { schedule: every('5m') }, () => undefined);
`;

const EXPECTED = 'expected a file that only defines a journey';
/** Longer than a busy machine takes for what ends by itself. */
const PATIENT_MS = 20_000;
const NO_JOURNEY = 'expected `export default apiJourney(…)` or `export default browserJourney(…)`';

describe('loadProject() of hostile files', () => {
  it.each([
    [
      'a syntax error',
      'const a = 1;\nconst b = ;\n',
      '2:11 journey.syntax -: Cannot read the file: Unexpected ";"',
    ],
    ['nothing', '', `1:1 journey.config -: Found no default export; ${NO_JOURNEY}`],
    [
      'no default export',
      'export const a = 1;\n',
      `1:1 journey.config -: Found no default export; ${NO_JOURNEY}`,
    ],
    [
      'something else',
      '\nexport default { a: 1 };\n',
      `2:16 journey.config -: Found a default export that is not a journey; ${NO_JOURNEY}`,
    ],
    [
      'process.exit(0)',
      '\n\nprocess.exit(0);\n',
      `3:9 journey.config -: Cannot load the file: it called process.exit(0) when it was loaded; ${EXPECTED}`,
    ],
    [
      'a swallowed process.exit',
      'try { process.exit(3); } catch {}\nexport default 1;',
      `1:15 journey.config -: Cannot load the file: it called process.exit(3) when it was loaded; ${EXPECTED}`,
    ],
    [
      'a thrown string',
      '\nthrow "a string";\n',
      `2:1 journey.config -: Cannot load the file: it threw "a string"; ${EXPECTED}`,
    ],
    [
      'a thrown error',
      'function f(): never {\n  throw new RangeError("no");\n}\nf();\n',
      `2:9 journey.config -: Cannot load the file: it threw RangeError: no; ${EXPECTED}`,
    ],
    [
      'a stack overflow',
      'function f(): number { return f() + 1; }\nf();\n',
      `1:24 journey.config -: Cannot load the file: it threw RangeError: Maximum call stack size exceeded; ${EXPECTED}`,
    ],
    [
      'await at the top',
      'export default await Promise.resolve(1);\n',
      '1:16 journey.syntax -: Cannot read the file: it has a top-level await; expected await only inside functions',
    ],
    [
      'a missing import',
      "import x from 'not-there';\nexport default x;\n",
      '1:15 journey.config -: Cannot import "not-there": it was not found; expected an installed package or a file of the project',
    ],
    [
      'a killed process',
      'process.kill(process.pid, "SIGKILL");\n',
      `1:1 journey.config -: Cannot load the file: it ended the process that loaded it (signal SIGKILL); ${EXPECTED}`,
    ],
    [
      'a heap leak',
      'const all = [];\nfor (;;) all.push(new Array(1e6).fill(1));\n',
      `2:1 journey.config -: Cannot load the file: loading it took more than 256 MB of memory; ${EXPECTED}`,
    ],
  ])('loadProject() contains %s and reads the file after it', async (_, source, problem) => {
    const project = await loadFiles(
      {
        'journeys/a-hostile.journey.ts': source,
        'journeys/b-good.journey.ts': GOOD,
      },
      { deadlineMs: PATIENT_MS },
    );

    expect(problemLines(project)).toEqual([`journeys/a-hostile.journey.ts:${problem}`]);
    expect(project.problems[0]?.journey).toBe('a-hostile');
    expect(project.journeys.map(({ plan }) => plan.name)).toEqual(['good']);
  });

  it('loadProject() contains an endless loop and reads the file after it', async () => {
    const project = await loadFiles(
      {
        'journeys/a-hostile.journey.ts': 'const a = 1;\nwhile (true) {}\n',
        'journeys/b-good.journey.ts': GOOD,
      },
      { deadlineMs: 1_500 },
    );

    expect(problemLines(project)).toEqual([
      `journeys/a-hostile.journey.ts:2:1 journey.config -: Cannot load the file: loading it did not end within 1.5 s; ${EXPECTED} (is there an endless loop at its top level?)`,
    ]);
    expect(project.problems[0]?.journey).toBe('a-hostile');
    expect(project.journeys.map(({ plan }) => plan.name)).toEqual(['good']);
  });

  it('loadProject() names the line of an endless loop when it is in a file next to the journey', async () => {
    const project = await loadFiles(
      {
        'journeys/a.journey.ts': "import { spin } from './spin.ts';\nspin();\nexport default 1;\n",
        'journeys/spin.ts':
          'interface Unused {}\nexport function spin(): void {\n  let turns = 0;\n  for (;;) turns += 1;\n}\n',
      },
      { deadlineMs: 2_000 },
    );

    expect(problemLines(project)).toEqual([
      expect.stringMatching(
        /^journeys\/spin\.ts:4:\d+ journey\.config -: Cannot load the file: loading it did not end/,
      ),
    ]);
  });

  it('loadProject() contains an endless loop of microtasks and blames it on its own file', async () => {
    const project = await loadFiles(
      {
        'journeys/a.journey.ts': 'const again = (): void => queueMicrotask(again);\nagain();\n',
        'journeys/b.journey.ts': GOOD,
      },
      { deadlineMs: 1_500 },
    );

    // Stopped inside the function, or in Node's own code between two of its turns.
    expect(problemLines(project)).toEqual([
      expect.stringMatching(/^journeys\/a\.journey\.ts:1:\d+ .*did not end within 1\.5 s/),
    ]);
    expect(project.journeys.map(({ plan }) => plan.name)).toEqual(['good']);
  });

  it('loadProject() blames no other file when one blocks its process later', async () => {
    const project = await loadFiles(
      {
        'journeys/a.journey.ts': `${GOOD.replace("'good'", "'late'")}setTimeout(() => { for (;;); }, 0);`,
        'journeys/b.journey.ts': GOOD,
      },
      { deadlineMs: 1_500 },
    );

    expect(problemLines(project)).toEqual([]);
    expect(project.journeys.map(({ plan }) => plan.name)).toEqual(['good', 'late']);
  });

  it('loadProject() is not disturbed when a file leaves timers and rejections behind', async () => {
    const project = await loadFiles({
      'journeys/a.journey.ts': `${GOOD.replace("'good'", "'timers'")}
        void Promise.reject(new Error('left behind'));
        setTimeout(() => { throw new Error('later'); }, 0);
        setInterval(() => undefined, 10);`,
      'journeys/b.journey.ts': GOOD,
    });

    expect(problemLines(project)).toEqual([]);
    expect(project.journeys.map(({ plan }) => plan.name)).toEqual(['good', 'timers']);
  });
});
