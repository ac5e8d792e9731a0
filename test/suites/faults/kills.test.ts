import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { MINUTE_MS } from '../../../lib/core/base/time.ts';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { openEmbeddedStore } from '../../../lib/adapters/dynamodb/embedded.ts';
import { drawsOf } from '../../support/draws.ts';
import { devProject, startDev } from './fast-dev.ts';

const IS_WHOLE = process.env['WAYWISER_FAULTS'] === 'all';
const KILLS = IS_WHOLE ? 100 : 2;
const JOURNEYS = 1;
/** Real time of a minute of the clock of `dev`. */
const STEP_MS = 500;
/** Longest time from a first record to a kill, and from a kill to the next start. */
const MAX_LIFE_MS = 5_000;
const MAX_OFF_MS = 3_000;
/** Minutes that a record may take to arrive, and two more. */
const SETTLE_MINUTES = 22;
const DEADLINE_MS = 3_600_000;

/** A start of `dev`. */
interface Life {
  readonly dev: ChildProcess;
  /** Resolves with the next record of a slot. */
  nextSlot(): Promise<RunRecord>;
  /** Resolves when slots without a record were found and got one. */
  readonly caughtUp: Promise<void>;
}

function live(cwd: string, fromMs: number): Life {
  const dev = startDev(cwd, { stepMs: STEP_MS, fromMs });
  const waiting = new Set<(record: RunRecord) => void>();
  if (dev.stdout === null || dev.stderr === null) throw new Error('dev did not start');
  createInterface(dev.stdout).on('line', (line) => {
    const record: RunRecord = JSON.parse(line);
    if (typeof record.scheduledAt !== 'string') return;
    for (const resolve of waiting) resolve(record);
    waiting.clear();
  });

  const notices = createInterface(dev.stderr);
  const caughtUp = new Promise<void>((resolve) => {
    notices.on('line', (line) => {
      if (line.includes('recorded as missing')) resolve();
    });
  });

  return {
    dev,
    caughtUp,
    nextSlot: async () =>
      new Promise((resolve) => {
        waiting.add(resolve);
      }),
  };
}

async function end({ dev }: Life, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const ended = new Promise((resolve) => {
    dev.once('exit', resolve);
  });
  // Of the whole group, as when a machine loses its power; Ctrl-C also goes to all.
  if (dev.pid !== undefined) process.kill(-dev.pid, signal);
  await ended;
}

async function recordsOf(cwd: string): Promise<readonly RunRecord[]> {
  const stores = await openEmbeddedStore({ dir: path.join(cwd, '.waywiser') });
  const records: RunRecord[] = [];
  for (let index = 0; index < JOURNEYS; index += 1) {
    const series = { journey: `health-${index}`, region: 'local' };
    records.push(...(await stores.store.queryRuns({ ...series, order: 'oldest-first' })));
  }
  await stores.close();

  return records.filter(({ scheduledAt }) => scheduledAt !== null);
}

test(
  `after ${KILLS} kills of dev at random moments, every slot has one record`,
  async () => {
    const draws = drawsOf(KILLS);
    const { cwd, close } = await devProject(JOURNEYS);
    const fromMs = Date.now();
    for (let kill = 0; kill < KILLS; kill += 1) {
      const life = live(cwd, fromMs);
      await life.nextSlot();
      await delay(draws.share() * MAX_LIFE_MS);
      await end(life, 'SIGKILL');
      await delay(draws.share() * MAX_OFF_MS);
    }
    // Long enough for what is missing to be found by the start after it.
    await delay(SETTLE_MINUTES * STEP_MS);
    const last = live(cwd, fromMs);
    const lastRecord = await last.nextSlot();
    await last.caughtUp;
    await end(last, 'SIGTERM');
    await close();

    const records = await recordsOf(cwd);
    const slots = records.map(({ journey, scheduledAt }) => `${journey} ${scheduledAt}`);
    const missing = records.filter(({ outcome }) => outcome === 'missing').length;
    const times = records.map(({ scheduledAt }) => Date.parse(scheduledAt ?? ''));
    const firstMs = Math.min(...times);
    const untilMs = Date.parse(lastRecord.scheduledAt ?? '') - SETTLE_MINUTES * MINUTE_MS;
    const expected = Math.floor((untilMs - firstMs) / MINUTE_MS) * JOURNEYS;
    const due = times.filter((ms) => ms < untilMs).length;
    process.stdout.write(
      `  ${KILLS} kills: ${records.length} records of slots, ${missing} missing; ${expected} slots were due\n`,
    );
    expect(new Set(slots).size).toBe(slots.length);
    expect(missing).toBeGreaterThan(0);
    expect(due).toBe(expected);
  },
  DEADLINE_MS,
);
