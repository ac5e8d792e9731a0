import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openEmbeddedStore } from '../../../../lib/adapters/dynamodb/embedded.ts';
import { readClock, writeClock } from '../../../../lib/cli/frame/clock-file.ts';
import { typed } from '../../../support/command-line.ts';
import { projectDir } from '../../../support/project-dir.ts';
import { runRecord } from '../../../support/run-records.ts';

const REACHED_MS = Date.UTC(2026, 10, 22);
const GARBAGE = ['', '{', '{ "scale": 60, "reac', 'null', '[]', '{}', '{"scale":0,"reached":"x"}'];

test.each(GARBAGE)(
  'commands work with a damaged clock.json (%j), and say so once',
  async (text) => {
    const cwd = projectDir({});
    const stateDir = path.join(cwd, '.waywiser');
    const embedded = await openEmbeddedStore({ dir: stateDir });
    await embedded.store.putRun(runRecord({ journey: 'shop', region: 'local' }));
    await embedded.close();
    const file = path.join(stateDir, 'clock.json');
    writeFileSync(file, text);

    const first = await typed(['runs', 'shop'], { cwd });
    const second = await typed(['runs', 'shop'], { cwd });

    expect(first.code).toBe(0);
    expect(first.out).toContain('shop');
    expect(first.err).toContain(`Cannot read ${file}: it is damaged; it was set aside as`);
    expect(readFileSync(`${file}.damaged`, 'utf8')).toBe(text);
    expect(second.err).not.toContain('Cannot read');
    // The history must not be taken for a real one.
    expect(second.err).toContain('Compressed time. Timestamps are simulated');
  },
);

test('writeClock() leaves nothing but its file, which readClock() reads', () => {
  const cwd = projectDir({});

  writeClock(cwd, { scale: 60, reachedMs: REACHED_MS });

  expect(readdirSync(cwd)).toEqual(['clock.json']);
  expect(readClock(cwd)).toEqual({ scale: 60, reachedMs: REACHED_MS });
});

test('writeClock() leaves the old file when the new one cannot be written', () => {
  const cwd = projectDir({});
  writeClock(cwd, { scale: 60, reachedMs: REACHED_MS });
  // The place of the draft is taken.
  mkdirSync(path.join(cwd, `clock.json.${process.pid}.tmp`));

  expect(() => writeClock(cwd, { scale: 90, reachedMs: REACHED_MS })).toThrow(/EISDIR/);

  expect(readClock(cwd)).toEqual({ scale: 60, reachedMs: REACHED_MS });
  expect(existsSync(path.join(cwd, 'clock.json.damaged'))).toBe(false);
});
