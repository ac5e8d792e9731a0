import { MINUTE_MS, SECOND_MS } from '../../../../lib/core/base/time.ts';
import { stageNames } from '../../../../lib/core/deploy/names.ts';
import {
  PLATFORM_FUNCTIONS,
  RECORDER_BATCH_SECONDS,
  RECORDER_BATCH_SIZE,
  RECORDER_CONCURRENT_BATCHES,
  RECORDER_VISIBILITY_SECONDS,
} from '../../../../lib/core/deploy/platform-functions.ts';
import type { JourneyPlan } from '../../../../lib/core/journey/plan.ts';
import { memoryWatchStore } from '../../../fakes/memory-job-stores.ts';
import { memoryRollupStore } from '../../../fakes/memory-rollup-store.ts';
import { type Agenda, agenda } from './agenda.ts';
import { type Chance, chances } from './chance.ts';
import { alarmSpans, deployedAlarms, regionsOf, scheduleSpans } from './deployed-stage.ts';
import { deployedRunners } from './deployed-runners.ts';
import { EventSource } from './event-source.ts';
import { type Faults, faultsOf } from './faults.ts';
import type { FunctionSpec } from './function-spec.ts';
import { hourlyCode, trendsCode } from './job-code.ts';
import { LambdaService } from './lambda-service.ts';
import {
  type Message,
  type Notice,
  notifierCode,
  type NotifierWorld,
  noticeEvent,
  topicMessage,
} from './messages.ts';
import { measureEachMinute, nativeMetrics } from './native-metrics.ts';
import { recorderCode } from './recorder-code.ts';
import { startScheduler } from './scheduler.ts';
import type { WorldOptions } from './simulate.ts';
import { SimulatedCloudWatch } from './simulated-cloudwatch.ts';
import { MAX_RETENTION_MS, SimulatedQueue } from './simulated-queue.ts';
import { simulatedTable } from './simulated-table.ts';

const DEFAULT_CONCURRENCY = 1_000;
/** Start of a new environment of a platform's function. */
const INIT_MS = [300, 900] as const;
/** Lambda's defaults for asynchronous invocations. */
const DEFAULT_EVENTS = { maxAgeMs: 6 * 60 * MINUTE_MS, retries: 2, onFailure: null } as const;

/** A stage of the product in a simulated AWS, which begins with its first deployment. */
export class SimulatedStage {
  readonly agenda: Agenda;
  readonly lambda: LambdaService;
  readonly queues = new Map<string, SimulatedQueue>();
  readonly cloudWatches = new Map<string, SimulatedCloudWatch>();
  readonly sources: EventSource[] = [];
  readonly unreadable: string[] = [];
  readonly messages: Message[] = [];
  readonly table;
  readonly #options: WorldOptions;
  readonly #stage: string;
  readonly #faults: Faults;
  readonly #chance: (part: string) => Chance;
  readonly #watches = memoryWatchStore();
  readonly #rollups = memoryRollupStore();

  constructor(options: WorldOptions) {
    const { deployments, stage = 'prod', seed = 1, delays = 'drawn' } = options;
    const startMs = deployments[0]?.atMs ?? 0;
    this.#options = options;
    this.#stage = stage;
    this.agenda = agenda(startMs);
    this.#chance = cached(chances(seed, delays));
    this.#faults = faultsOf(options.faults ?? [], this.agenda.nowMs);
    this.table = simulatedTable(this.agenda.nowMs);
    const world = { agenda: this.agenda, faults: this.#faults, chance: this.#chance };
    this.lambda = new LambdaService({
      ...world,
      queues: this.queues,
      native: nativeMetrics(this.agenda, (region) => this.#cloudWatchOf(region)),
      concurrencyOf: () => options.concurrency ?? DEFAULT_CONCURRENCY,
    });
    this.#createRegions();
    this.#createJobs();
    this.#createNotifier();
    this.#createAlarms();
    const { duplicateShare = 0 } = options;
    const spans = options.schedules ?? scheduleSpans(deployments, { stage, home: options.home });
    startScheduler(spans, { ...world, lambda: this.lambda, queues: this.queues, duplicateShare });
  }

  /** The journeys of the newest deployment. */
  #plans(): readonly JourneyPlan[] {
    const nowMs = this.agenda.nowMs();

    return this.#options.deployments.findLast(({ atMs }) => atMs <= nowMs)?.plans ?? [];
  }

  #regions(): readonly string[] {
    return regionsOf(this.#options.deployments.flatMap(({ plans }) => plans));
  }

  #createRegions(): void {
    for (const region of this.#regions()) {
      const queue = this.#createQueue(region);
      this.#createRecorder(region, queue);
      for (const { atMs, plans } of this.#options.deployments) {
        this.agenda.at(atMs, () => this.#deployRunners(region, plans, queue));
      }
    }
    const { agenda: clock, lambda, queues } = this;
    const cloudWatchOf = (region: string): SimulatedCloudWatch => this.#cloudWatchOf(region);
    const regions = this.#regions();
    measureEachMinute({
      agenda: clock,
      lambda,
      queues,
      faults: this.#faults,
      cloudWatchOf,
      regions,
    });
  }

  #createQueue(region: string): SimulatedQueue {
    const { queue: name } = stageNames(this.#stage);
    const visibilityMs = RECORDER_VISIBILITY_SECONDS * SECOND_MS;
    const spec = { region, name, visibilityMs, retentionMs: MAX_RETENTION_MS, redrive: null };
    const queue = new SimulatedQueue(spec, { agenda: this.agenda, faults: this.#faults });
    this.queues.set(`${region} ${name}`, queue);

    return queue;
  }

  #createRecorder(region: string, queue: SimulatedQueue): void {
    const { recorder: name } = stageNames(this.#stage);
    const code = recorderCode({
      ...this.#home(),
      region,
      queue,
      unreadable: this.unreadable,
    });
    const { recorder } = PLATFORM_FUNCTIONS;
    const reserved = this.#options.reserved?.recorder ?? null;
    this.lambda.put({ ...this.#platform({ region, name }, recorder), reserved, code });
    const source = new EventSource(
      {
        batchSize: RECORDER_BATCH_SIZE,
        windowMs: RECORDER_BATCH_SECONDS * SECOND_MS,
        maxConcurrency: RECORDER_CONCURRENT_BATCHES,
      },
      {
        agenda: this.agenda,
        faults: this.#faults,
        lambda: this.lambda,
        queue,
        target: { region, name },
      },
    );
    this.sources.push(source);
    for (const fault of this.#options.faults ?? []) {
      if (fault.kind === 'region-out') this.agenda.at(fault.toMs, () => source.poll());
    }
  }

  #deployRunners(region: string, plans: readonly JourneyPlan[], queue: SimulatedQueue): void {
    const { maintenance = [] } = this.#options;
    const functions = deployedRunners(plans, {
      stage: this.#stage,
      region,
      maintenance,
      faults: this.#faults,
      chance: this.#chance,
      send: (body) => queue.send(body),
    });
    for (const each of functions) this.lambda.put(each);
  }

  #createJobs(): void {
    const { home, maintenance = [] } = this.#options;
    const { jobs, trends } = stageNames(this.#stage);
    const world = {
      ...this.#home(),
      rollups: this.#rollups,
      manifest: () => ({ stage: this.#stage, maintenance, journeys: this.#plans() }),
    };
    const sizes = PLATFORM_FUNCTIONS;
    const hourly = this.#platform({ region: home, name: jobs }, sizes.jobs);
    this.lambda.put({ ...hourly, code: hourlyCode(world) });
    const daily = this.#platform({ region: home, name: trends }, sizes.trends);
    this.lambda.put({ ...daily, code: trendsCode(world) });
  }

  #createNotifier(): void {
    const { home } = this.#options;
    const size = this.#platform(
      { region: home, name: stageNames(this.#stage).notifier },
      PLATFORM_FUNCTIONS.notifier,
    );
    const send: NotifierWorld['send'] = (message) =>
      void this.messages.push({ ...message, atMs: this.agenda.nowMs() });
    this.lambda.put({
      ...size,
      reserved: this.#options.reserved?.notifier ?? null,
      events: { ...DEFAULT_EVENTS, retries: 0 },
      code: notifierCode({ stage: this.#stage, home, send }),
    });
  }

  #notify(notice: Notice): void {
    const { home } = this.#options;
    const { alarm, to } = notice;
    if (alarm.actions?.[to] === 'topic') return void this.messages.push(topicMessage(notice));
    const place = { region: home, name: stageNames(this.#stage).notifier };
    this.lambda.invokeLater(place, noticeEvent(notice, this.#stage));
  }

  #platform(
    place: { readonly region: string; readonly name: string },
    size: { readonly memoryMb: number; readonly timeoutSeconds: number },
  ): Omit<FunctionSpec, 'code'> {
    const timeoutMs = size.timeoutSeconds * SECOND_MS;
    const { memoryMb } = size;

    return {
      ...place,
      memoryMb,
      timeoutMs,
      reserved: null,
      events: DEFAULT_EVENTS,
      initMs: INIT_MS,
    };
  }

  #home(): Omit<Parameters<typeof recorderCode>[0], 'region' | 'queue' | 'unreadable'> {
    const { home } = this.#options;
    const sink = this.#cloudWatchOf(home);

    return {
      stage: this.#stage,
      home,
      faults: this.#faults,
      table: this.table,
      watches: this.#watches,
      sink: (metric, sample) => sink.put(metric, sample),
    };
  }

  #createAlarms(): void {
    const { home, deployments, alarmsOf } = this.#options;
    const frame = { stage: this.#stage, home };
    const spans = alarmSpans(deployments, alarmsOf ?? ((plans) => deployedAlarms(plans, frame)));
    for (const span of spans) this.#cloudWatchOf(span.alarm.region).watch(span);
  }

  #cloudWatchOf(region: string): SimulatedCloudWatch {
    const known = this.cloudWatches.get(region);
    if (known !== undefined) return known;
    const { extraPeriods = 0, muted = [] } = this.#options;
    const world = { agenda: this.agenda, faults: this.#faults, chance: this.#chance };
    const act = (notice: Notice): void => this.#notify(notice);
    const made = new SimulatedCloudWatch({ region, extraPeriods, muted, act, ...world });
    this.cloudWatches.set(region, made);

    return made;
  }
}

/** A part that asks twice goes on with its draws. */
function cached(chanceOf: (part: string) => Chance): (part: string) => Chance {
  const known = new Map<string, Chance>();

  return (part) => {
    const chance = known.get(part) ?? chanceOf(part);
    known.set(part, chance);

    return chance;
  };
}
