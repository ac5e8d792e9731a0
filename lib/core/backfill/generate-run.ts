import type { JourneyPlan } from '../journey/plan.ts';
import type { InstrumentReading, RunRecord } from '../record/run-record.ts';
import { fnv1a } from '../base/fnv1a.ts';
import { seededRandom } from '../stats/seeded.ts';
import { slotRunId } from '../store/run-id.ts';
import {
  mixSeed,
  networkOf,
  NO_NOISE,
  type RandomFactors,
  randomFactors,
  seasonFactor,
  type SeasonStrength,
  sharedNoise,
} from './variation.ts';
import { type Effects, effectsAt, type PlainStep } from './effects.ts';
import { type SimulatedSteps, simulateSteps, type StepsFrame } from './simulated-steps.ts';
import { simulateVitals } from './simulated-vitals.ts';
import { type JourneyShape, shapeOf } from './journey-shape.ts';
import { randomFailure, type SimulatedFailure, withFailure } from './simulated-failure.ts';
import {
  assignedScenario,
  CHROMIUM_VERSIONS,
  type InjectedChange,
  injectedChanges,
  type ScenarioName,
  SCENARIOS,
} from './scenarios.ts';
import { roundMicroseconds } from '../run/step-tracker.ts';
import type { TimeRange } from '../base/time.ts';

/**
 * Journey, region, range and seed that determine a generated history. Injected changes lie within the
 * range.
 */
export interface HistoryFrame extends TimeRange {
  readonly plan: JourneyPlan;
  readonly region: string;
  readonly stage: string;
  readonly seed: number;
}

/** Generates the runs of a history in any order: each depends on its slot only. */
export interface RunGenerator {
  run(slotMs: number): RunRecord;
  /** The run without noise, season and random failures: the injected changes only. */
  plainRun(slotMs: number): RunRecord;
}

const NODE_VERSION = '24.11.0';
const COLD_SHARE = 0.015;
const COLD_FACTOR = 1.4;
const CPU_CHECK_MS = 1.4;
const LOOP_DELAY_MS = 4;
const MEMORY_BYTES = 62_000_000;
const LAG_MS = 250;
const THOUSAND = 1000;

/**
 * Creates a generator of runs: the scenario's injected changes, a season, noise that consecutive runs
 * share and noise of single runs, outliers, cold starts and rare failures. Steps lie within the run,
 * requests within steps, phases add up in whole microseconds. The log of each record says that it was
 * generated.
 */
export function runGenerator(scenario: ScenarioName, frame: HistoryFrame): RunGenerator {
  const world = worldOf(scenario, frame);

  return {
    run: (slotMs) => {
      const random = seededRandom(
        mixSeed(frame.seed, fnv1a(`${frame.plan.name}#${frame.region}`), slotMs / THOUSAND),
      );
      const luck = random();
      const place = random();
      const cold = random() < COLD_SHARE;
      const factors = randomFactors(random);
      const effects = effectsAt(world.changes, slotMs, world.plain);
      const variation = { seed: frame.seed, region: frame.region, slotMs };
      const shared = sharedNoise(variation);
      const steps = simulateSteps({
        ...world.setting,
        atMs: slotMs,
        effects,
        serverFactor: seasonFactor(world.season, variation),
        networkFactor: shared,
        ownFactor: cold ? COLD_FACTOR : 1,
        chance: factors,
      });
      const record = recordOf(world, { slotMs, steps, effects, chance: factors, cold });
      const failure = effects.outage === null ? randomFailure(luck, place) : outage(effects, place);

      return failure === null ? record : withFailure(record, failure, frame.plan.timeoutMs);
    },
    plainRun: (slotMs) => {
      const effects = effectsAt(world.changes, slotMs, world.plain);
      const steps = simulateSteps({ ...world.setting, atMs: slotMs, effects, ...PLAIN });

      return recordOf(world, { slotMs, steps, effects, chance: NO_NOISE, cold: false });
    },
  };
}

/** Without variation. */
const PLAIN = { serverFactor: 1, networkFactor: 1, ownFactor: 1, chance: NO_NOISE } as const;

/** Everything that all runs of a history have in common. */
interface World {
  readonly scenario: ScenarioName;
  readonly frame: HistoryFrame;
  readonly changes: readonly InjectedChange[];
  readonly season: SeasonStrength;
  readonly plain: ReadonlyMap<string, PlainStep>;
  readonly setting: Pick<StepsFrame, 'shape' | 'targetHost' | 'network'>;
}

function worldOf(scenario: ScenarioName, frame: HistoryFrame): World {
  const setting = {
    shape: shapeOf(frame.plan),
    targetHost: targetHostOf(frame.plan),
    network: networkOf(frame.region),
  };

  return {
    scenario,
    frame,
    changes: injectedChanges(scenario, frame),
    season: SCENARIOS[scenario === 'mixed' ? assignedScenario(frame.plan.name) : scenario].season,
    plain: plainSteps(setting, frame.fromMs),
    setting,
  };
}

function plainSteps(setting: World['setting'], atMs: number): ReadonlyMap<string, PlainStep> {
  const effects = effectsAt([], atMs, new Map());
  const { steps, waitMs } = simulateSteps({ ...setting, atMs, effects, ...PLAIN });

  return new Map(
    steps.map(({ name, durationMs }) => [name, { durationMs, waitMs: waitMs.get(name) ?? 0 }]),
  );
}

/** The journey's target when it uses HTTPS, else a reserved example domain. */
function targetHostOf({ baseUrl }: Pick<JourneyPlan, 'baseUrl'>): string {
  const url = baseUrl === null ? null : new URL(baseUrl);

  return url?.protocol === 'https:' ? url.host : 'shop.example';
}

function outage({ outage: cause }: Effects, place: number): SimulatedFailure | null {
  // Without a connection the first request fails.
  return cause && { cause, place: cause === 'target.connect' ? 0 : place };
}

/** The parts of one run before they become a record. */
interface SimulatedRun {
  readonly slotMs: number;
  readonly steps: SimulatedSteps;
  readonly effects: Effects;
  readonly chance: RandomFactors;
  readonly cold: boolean;
}

function recordOf({ scenario, frame, setting }: World, run: SimulatedRun): RunRecord {
  const { plan, region, stage, seed } = frame;
  const { slotMs, steps, effects, chance } = run;
  const scheduledAt = new Date(slotMs).toISOString();
  const { durationMs } = steps;
  const ownFactor = effects.ownFactor * effects.cpuFactor;

  return {
    schema: 1,
    runId: slotRunId(plan.name, region, scheduledAt),
    journey: plan.name,
    kind: plan.kind,
    stage,
    region,
    scheduledAt,
    startedAt: new Date(slotMs + Math.round(LAG_MS * chance.own())).toISOString(),
    onDemand: false,
    outcome: 'passed',
    cause: null,
    error: null,
    durationMs,
    attempts: 1,
    attemptList: [{ outcome: 'passed', cause: null, message: null, durationMs }],
    flaky: false,
    checks: steps.steps.length,
    steps: steps.steps,
    requests: steps.requests,
    vitals: plan.kind === 'browser' ? simulateVitals(steps, { ownFactor, chance }) : null,
    instrument: instrumentOf(setting.shape, run),
    evidence: [],
    console: [],
    pageErrors: [],
    log: [
      {
        level: 'info',
        text: `Generated by waywiser backfill: scenario ${scenario}, seed ${seed}. Nothing was measured.`,
        atMs: 0,
        source: null,
      },
    ],
    omitted: {},
    journeyVersion: plan.version,
  };
}

function instrumentOf(
  { kind }: JourneyShape,
  { effects, chance, cold }: SimulatedRun,
): InstrumentReading {
  const browser = kind === 'browser';

  return {
    cold,
    nodeVersion: NODE_VERSION,
    chromiumVersion: browser ? (effects.chromium ?? CHROMIUM_VERSIONS[0]) : null,
    browserMode: browser ? 'multi-process' : null,
    cpuCheckMs: roundMicroseconds(CPU_CHECK_MS * effects.cpuFactor * chance.own()),
    eventLoopDelayMaxMs: roundMicroseconds(
      LOOP_DELAY_MS * effects.cpuFactor * (0.5 + chance.uniform()),
    ),
    memoryBytes: Math.round(MEMORY_BYTES * chance.own()),
    off: [],
  };
}
