import { existsSync, readFileSync } from 'node:fs';
import { readlink } from 'node:fs/promises';
import path from 'node:path';
import type { JourneyPlan } from '../../../lib/core/journey/plan.ts';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { loadDir } from '../../support/project-dir.ts';
import { processesIn } from '../../support/process-tree.ts';
import { shellWords } from '../../support/shell-words.ts';
import { type Metrics, readMetrics } from './metrics.ts';
import { observe, type Observer } from './observe.ts';
import { type Phases, startPhases } from './phases.ts';
import { minuteFrom, recorded, type Series } from './slot-watch.ts';
import { type CommandEnd, HOME, openStage, REGIONS, type Stage, STAGE } from './stage.ts';
import { startTarget, type TargetServer } from './target-server.ts';
import { MINUTE_MS } from '../../../lib/core/base/time.ts';
import { alarmEvent } from '../../support/alarm-messages.ts';

/** Journeys that run in both regions. */
export const WATCHED = ['shop-api', 'shop-page'] as const;
export const ABROAD = REGIONS[1];
/** Whose runner is killed. */
export const SLOW: Series = { journey: 'slow-api', region: ABROAD };
const WATCHED_SERIES: readonly Series[] = WATCHED.flatMap((journey) =>
  REGIONS.map((region) => ({ journey, region })),
);
export const SERIES: readonly Series[] = [...WATCHED_SERIES, SLOW];

/** The slots of the scenario, each in another state of the world; milliseconds since 1970. */
export interface Slots {
  readonly healthy: number;
  readonly brokenHere: number;
  readonly brokenEverywhere: number;
  readonly repaired: number;
}

/** All that was seen. */
export interface Seen {
  readonly origin: string;
  readonly plans: readonly JourneyPlan[];
  readonly slots: Slots;
  readonly records: readonly RunRecord[];
  readonly metrics: Metrics;
  /** Keys of objects, by region. */
  readonly evidence: Readonly<Record<string, readonly string[]>>;
  /** `waywiser invoke`. */
  readonly invoked: CommandEnd;
  /** `aws lambda invoke`. */
  readonly awsInvoked: { readonly end: CommandEnd; readonly answer: string };
  /** The notifier, invoked as an alarm does. */
  readonly notified: CommandEnd;
  /** Processes of functions after the emulator's end. */
  readonly leftOver: readonly string[];
}

interface World {
  readonly phases: Phases;
  readonly target: TargetServer;
  readonly stage: Stage;
  readonly observer: Observer;
}

/** A schedule that is new to the emulator fires after its second look, at the next full minute. */
const FIRST_LOOKS_MS = 21_000;
/**
 * A report of loss waits a minute in the queue, in case that the run was recorded all the same; the
 * one of the killed runner is long on its way when it is waited for.
 */
const LOSS_DEADLINE_MS = 90_000;
/** The emulator looks for due schedules every 10 s; two browsers on two cores take a while. */
const SLOT_DEADLINE_MS = 55_000;
/** Between a change and the slot that is to see it. */
const MARGIN_MS = 2_000;

/** Installs, deploys, breaks, repairs; everything that was started has ended when it returns. */
export async function playScenario(root: string): Promise<Seen> {
  const phases = startPhases();
  const target = await startTarget();
  try {
    const stage = await openStage(root, { origin: target.origin }, phases);
    const observer = observerOf(stage);
    try {
      const seen = await play({ phases, target, stage, observer });
      await phases.run('stop', async () => stage.emulator.stop());

      return { ...seen, leftOver: processesIn(stage.emulator.temporaryDir) };
    } finally {
      observer.close();
      await stage.emulator.stop();
    }
  } finally {
    await target.close();
  }
}

function observerOf({ emulator }: Stage): Observer {
  return observe({
    endpoint: emulator.endpoint,
    home: HOME,
    table: `waywiser-${STAGE}`,
    namespace: `Waywiser/${STAGE}`,
    bucketOf: (region) => `waywiser-${STAGE}-evidence-000000000000-${region}`,
  });
}

async function play(world: World): Promise<Omit<Seen, 'leftOver'>> {
  const { phases, target, stage, observer } = world;
  const { journeys } = await loadDir(stage.dir);

  const healthy = minuteFrom(Date.now() + FIRST_LOOKS_MS);
  await phases.run('a slot of a healthy target', async () =>
    recorded(observer, SERIES, { slotMs: healthy, deadlineMs: SLOT_DEADLINE_MS }),
  );
  const [invoked, awsInvoked, notified] = await phases.run('runs on demand', async () =>
    Promise.all([
      stage.waywiser(['invoke', 'shop-page', '--wait', '--json']),
      invokeByAws(stage),
      notifyByAws(stage),
    ]),
  );
  const brokenHere = await phases.run(`broken in ${HOME}; a runner killed abroad`, async () =>
    nextSlot(world, [HOME], killNext(world)),
  );
  await phases.run('a changed journey deployed', async () => {
    stage.edit('journeys/shop-api.journey.ts', "step('ask'", "step('ask again'");
    await stage.deploy();
  });
  const brokenEverywhere = await phases.run('broken everywhere', async () =>
    nextSlot(world, REGIONS),
  );
  const repaired = await phases.run('repaired', async () => nextSlot(world, []));

  await phases.run('the loss of the killed runner', async () => {
    const last = { slotMs: brokenHere, deadlineMs: LOSS_DEADLINE_MS };
    // Where it does not come, the tests say so.
    await recorded(observer, [SLOW], last).catch(() => undefined);
    await recorded(observer, SERIES, { slotMs: repaired, deadlineMs: SLOT_DEADLINE_MS });
  });

  const slots = { healthy, brokenHere, brokenEverywhere, repaired };
  const range = { fromMs: healthy, toMs: repaired + MINUTE_MS };
  const metrics = await phases.run('metrics', async () => readMetrics(observer, SERIES, range));
  const keys = await Promise.all(
    REGIONS.map(async (region) => [region, await observer.evidence(region)] as const),
  );
  const evidence = Object.fromEntries(keys);
  const plans = journeys.map(({ plan }) => plan);
  const records = await observer.records();

  const seen = { records, metrics, evidence, invoked, awsInvoked, notified };

  return { origin: target.origin, plans, slots, ...seen };
}

/** Changes the target between two slots, and waits for the records of the slot that sees it. */
async function nextSlot(
  world: World,
  broken: readonly string[],
  meanwhile?: Promise<void>,
): Promise<number> {
  await slotAt(world, Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS);
  world.target.breakFor(broken);
  const slotMs = minuteFrom(Date.now() + MARGIN_MS);
  await Promise.all([slotAt(world, slotMs), meanwhile]);

  return slotMs;
}

async function slotAt({ observer }: World, slotMs: number): Promise<void> {
  await recorded(observer, WATCHED_SERIES, { slotMs, deadlineMs: SLOT_DEADLINE_MS });
}

/** The process that asks the target next for something slow is killed while it waits. */
async function killNext({ target, stage }: World): Promise<void> {
  const pid = await target.holdNext();
  const folder = await readlink(`/proc/${pid}/cwd`);
  if (!folder.startsWith(stage.emulator.temporaryDir)) {
    throw new Error(`Cannot kill process ${pid}: it works in ${folder}; expected a function's`);
  }
  process.kill(pid, 'SIGKILL');
}

/**
 * The line of docs/deploy.md, with this stage's names. One option is left out: the CLI from PyPI is
 * version 1, which takes payloads as they are and does not know it.
 */
async function invokeByAws(stage: Stage): Promise<Seen['awsInvoked']> {
  const document = readFileSync('docs/deploy.md', 'utf8');
  const line = /^aws (lambda invoke .*) record\.json$/m.exec(document)?.[1] ?? '';
  const words = line
    .replace(' --cli-binary-format raw-in-base64-out', '')
    .replace('--region eu-west-1', `--region ${ABROAD}`)
    .replace('waywiser-prod-', `waywiser-${STAGE}-`)
    .replace('"home-page"', '"shop-api"');
  const end = await stage.aws([...shellWords(words), 'record.json']);
  const file = path.join(stage.dir, 'record.json');

  return { end, answer: existsSync(file) ? readFileSync(file, 'utf8') : '' };
}

/** The emulator evaluates no alarm with metric math, so the test invokes the alarms' action. */
async function notifyByAws(stage: Stage): Promise<CommandEnd> {
  const name = `waywiser-${STAGE}-notifier`;
  const payload = JSON.stringify(alarmEvent());
  const options = ['--function-name', name, '--region', HOME, '--payload', payload];

  return stage.aws(['lambda', 'invoke', ...options, 'notified.json']);
}
