import path from 'node:path';
import { runsOf, waywiser } from '../../support/command-line.ts';
import { temporaryDir } from '../../support/temporary-dir.ts';

const FOLDER = path.resolve('test/fixtures/hostile-journeys');

function fileOf(name: string): string {
  return path.join(FOLDER, `${name}.journey.ts`);
}

let cwd = '';
let remove: () => Promise<void>;

beforeAll(async () => {
  ({ path: cwd, remove } = await temporaryDir());
});

afterAll(async () => remove());

describe('waywiser run', () => {
  test.each([
    { name: 'while-true', cause: 'journey.timeout', step: 'spin', line: 4 },
    { name: 'microtask-loop', cause: 'journey.timeout', step: 'chase', line: 4 },
    { name: 'process-exit', cause: 'journey.exited', step: 'leave', line: 5 },
    { name: 'heap-leak', cause: 'journey.memory', step: 'hoard', line: 4 },
    { name: 'never-settles', cause: 'journey.timeout', step: 'wait', line: 4 },
    { name: 'late-rejection', cause: 'journey.exception', step: null, line: 6 },
    { name: 'stack-overflow', cause: 'journey.exception', step: 'dig', line: 4 },
    { name: 'nothing-checked', cause: 'journey.nothing-checked', step: null, line: null },
    { name: 'throws-text', cause: 'journey.exception', step: 'throw', line: 4 },
  ])('contains $name as $cause, and the run after it is clean', async (each) => {
    const result = await waywiser(['run', fileOf(each.name), fileOf('clean'), '--json'], { cwd });

    const [hostile, clean] = runsOf(result);
    expect(hostile).toMatchObject({
      journey: each.name,
      outcome: 'failed',
      cause: each.cause,
      error: { step: each.step, line: each.line },
    });
    expect(clean).toMatchObject({ journey: 'clean', outcome: 'passed', cause: null });
    expect(result.code).toBe(1);
  });

  test.each([
    { name: 'syntax-error', cause: 'journey.syntax', place: { line: 5, column: 20 } },
    { name: 'no-default-export', cause: 'journey.config', place: {} },
    { name: 'empty', cause: 'journey.config', place: {} },
  ])('refuses $name as $cause before anything runs', async ({ name, cause, place }) => {
    const result = await waywiser(['run', fileOf(name), fileOf('clean'), '--json'], { cwd });

    expect(runsOf(result)).toMatchObject([
      { outcome: 'failed', cause, error: { file: fileOf(name), ...place } },
    ]);
    expect(result.code).toBe(2);
    const after = await waywiser(['run', fileOf('clean')], { cwd });
    expect(after.code).toBe(0);
  });
});
