import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../lib/core/base/time.ts';
import { slotsAhead } from '../../../../lib/cli/dev/slots-ahead.ts';
import { LOCAL_SCAN } from '../../../../lib/core/jobs/gaps.ts';
import type { JourneyPlan } from '../../../../lib/core/journey/plan.ts';
import { startLocalPlatform } from '../../../../lib/core/platform/local-platform.ts';
import { ownRank } from '../../../../lib/core/record/record-rank.ts';
import type { RunRecord } from '../../../../lib/core/record/run-record.ts';
import { slotsBetween } from '../../../../lib/core/schedule/slots.ts';
import { planOf } from '../../../core/alarms/journey-plan.ts';
import { type ManualClock, manualClock } from '../../../fakes/manual-clock.ts';
import type { Draws } from '../../../support/draws.ts';
import { runRecord } from '../../../support/run-records.ts';
import { gapScanner, type SlotStore, slotStore } from './slot-store.ts';

/** What became of the slots of a machine that ran `waywiser dev`. */
export interface MachineFigures {
  readonly slots: number;
  readonly runs: number;
  readonly missing: number;
  readonly starts: number;
  readonly moves: number;
  /** Slots without a record, and slots that ran twice. Must be empty. */
  readonly wrong: readonly string[];
}

const REGION = 'local';
const START_MS = Date.UTC(2026, 2, 28);
const MAX_OFF_MS = LOCAL_SCAN.catchUpMs - 3 * HOUR_MS;
const JOBS_INTERVAL_MS = HOUR_MS;
const RUN_MS = 700;

/** A machine: its clock goes on while it is off; what it stored stays. */
interface Machine {
  readonly plan: JourneyPlan;
  readonly clock: ManualClock;
  readonly store: SlotStore;
  readonly scanner: ReturnType<typeof gapScanner>;
  /** How often each slot's run was recorded, by its instant. */
  readonly runs: Map<number, number>;
  moves: number;
}

/** Plays some starts of `waywiser dev` on one machine, and what users and laptops do in between. */
export async function playMachine(draws: Draws): Promise<MachineFigures> {
  const everyMinutes = draws.of([1, 1, 2, 5, 15, 60]);
  const plan = planOf({
    name: `shop-${draws.below(100)}`,
    kind: 'api',
    regions: [REGION],
    schedule: { kind: 'rate', everyMinutes },
  });
  const clock = manualClock(START_MS + draws.below(DAY_MS));
  const store = slotStore({ name: plan.name, region: REGION });
  const scanner = gapScanner(plan, store, LOCAL_SCAN);
  const machine = { plan, clock, store, scanner, runs: new Map<number, number>(), moves: 0 };
  const beganMs = clock.epochMs();
  const starts = 1 + draws.below(4);
  for (let start = 1; start <= starts; start += 1) {
    await live(machine, draws);
    // Off: no timer fires, and the clock goes on.
    if (start < starts) clock.sleep(draws.share() ** 4 * MAX_OFF_MS);
  }
  // The last start, after which everything is found.
  await settle(machine);

  return judge(machine, { fromMs: beganMs, toMs: clock.epochMs() - LOCAL_SCAN.arrivalMs, starts });
}

/** One start, which ends with Ctrl-C or with a power failure. */
async function live(machine: Machine, draws: Draws): Promise<void> {
  const { clock, scanner } = machine;
  scanner.scan(clock.epochMs());
  const running = await startPlatform(machine);
  let scannedMs = clock.monotonicMs();
  const acts = 1 + draws.below(12);
  for (let act = 0; act < acts; act += 1) {
    await disturb(machine, draws);
    // Switched off at any moment, also right after a clock that was ahead.
    if (draws.below(10) === 0) break;
    await clock.advance(draws.share() * 40 * MINUTE_MS);
    if (clock.monotonicMs() - scannedMs >= JOBS_INTERVAL_MS) {
      scanner.scan(clock.epochMs());
      scannedMs = clock.monotonicMs();
    }
  }
  if (draws.below(2) === 0) running.kill();
  else await running.stop();
}

async function disturb(machine: Machine, draws: Draws): Promise<void> {
  const { clock, scanner } = machine;
  const what = draws.below(8);
  if (what > 2) return;
  machine.moves += 1;
  if (what === 0) clock.sleep(draws.share() * 8 * HOUR_MS);
  if (what === 1) clock.set(draws.share() * 3 * HOUR_MS);
  if (what !== 2) return;
  // Ahead for a while, by hours or days, and then right again.
  const aheadMs = Math.floor(draws.share() ** 2 * 3 * DAY_MS);
  clock.set(aheadMs);
  await clock.advance(draws.share() * 2 * MINUTE_MS);
  if (draws.below(3) === 0) scanner.scan(clock.epochMs());
  clock.set(-aheadMs);
}

async function startPlatform(machine: Machine) {
  const { plan, clock, store, runs } = machine;
  const journey = { plan, bundlePath: '/nowhere' };
  let isOff = false;
  const platform = startLocalPlatform(
    {
      journeys: [journey],
      stage: 'dev',
      region: REGION,
      projectDir: '/nowhere',
      evidenceRoot: '/nowhere',
      maintenance: [],
      width: { api: 4, browser: 1 },
      recorded: await slotsAhead({ journeys: [journey] }, queries(machine), clock.epochMs()),
    },
    {
      clock,
      after: (delayMs, action) => clock.after(delayMs, () => void (isOff || action())),
      nodeVersion: '24.0.0',
      suffix: () => 'k3x9',
      onEvent: () => {},
      run: async ({ scheduledAt }) => {
        await new Promise<void>((resolve) => {
          clock.after(RUN_MS, resolve);
        });

        return runRecord({ journey: plan.name, region: REGION, scheduledAt });
      },
      store: {
        putRun: async (record) => {
          const slotMs = Date.parse(record.scheduledAt ?? '');
          if (isOff) return false;
          store.put(slotMs, ownRank(record));
          runs.set(slotMs, 1 + (runs.get(slotMs) ?? 0));

          return true;
        },
      },
    },
  );

  return {
    stop: async () => {
      const stopped = platform.stop();
      await clock.advance(2 * RUN_MS);
      await stopped;
      isOff = true;
    },
    kill: () => {
      isOff = true;
    },
  };
}

/** The store as `slotsAhead` queries it. */
function queries({ plan, store }: Machine) {
  return {
    queryRuns: async ({ since = '' }): Promise<readonly RunRecord[]> =>
      store
        .between({ fromMs: Date.parse(since), toMs: Date.parse(since) + 30 * DAY_MS })
        .map(({ scheduledAt, rank }) =>
          runRecord({
            journey: plan.name,
            scheduledAt,
            ...(rank === 'missing' ? { outcome: 'missing' } : {}),
          }),
        ),
  };
}

async function settle(machine: Machine): Promise<void> {
  const { clock, scanner } = machine;
  scanner.scan(clock.epochMs());
  const running = await startPlatform(machine);
  await clock.advance(2 * HOUR_MS);
  await running.stop();
  scanner.scan(clock.epochMs());
}

function judge(
  { plan, store, runs, moves }: Machine,
  { starts, ...range }: { readonly fromMs: number; readonly toMs: number; readonly starts: number },
): MachineFigures {
  const slots = slotsBetween(plan.schedule, { journey: plan.name, region: REGION }, range);
  const none = slots.filter((slotMs) => store.rankOf(slotMs) === null);
  const twice = [...runs].filter(([, count]) => count > 1);

  return {
    slots: slots.length,
    runs: runs.size,
    missing: slots.filter((slotMs) => store.rankOf(slotMs) === 'missing').length,
    starts,
    moves,
    wrong: [
      ...none.map((slotMs) => `${new Date(slotMs).toISOString()}: no record`),
      ...twice.map(([slotMs, count]) => `${new Date(slotMs).toISOString()}: ran ${count} times`),
    ],
  };
}
