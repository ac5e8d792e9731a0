import { MINUTE_MS, SECOND_MS } from '../../../../lib/core/base/time.ts';
import type { Agenda } from './agenda.ts';
import type { Faults } from './faults.ts';
import type { FunctionPlace } from './function-spec.ts';
import type { LambdaService } from './lambda-service.ts';
import type { SimulatedCloudWatch } from './simulated-cloudwatch.ts';
import type { SimulatedQueue } from './simulated-queue.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
type LambdaMetric =
  | 'Invocations'
  | 'Errors'
  | 'Throttles'
  | 'Duration'
  | 'AsyncEventAge'
  | 'AsyncEventsDropped';

/** Metrics that AWS publishes itself, in the region of their source, once a minute. */
export interface NativeMetrics {
  /** Of one invocation, or one event. */
  lambda(place: FunctionPlace, name: LambdaMetric, value: number): void;
}

/** They arrive up to so long after their minute. Not documented; seconds to minutes are seen. */
const ARRIVAL_MS = 30 * SECOND_MS;

/** Publishes the metrics of Lambda as they come. */
export function nativeMetrics(
  agenda: Agenda,
  cloudWatchOf: (region: string) => SimulatedCloudWatch,
): NativeMetrics {
  return {
    lambda: ({ region, name: functionName }, name, value) =>
      cloudWatchOf(region).put(
        { namespace: 'AWS/Lambda', name, dimensions: { FunctionName: functionName } },
        { atMs: minuteOf(agenda.nowMs()), value, arrivalMs: MINUTE_MS + ARRIVAL_MS },
      ),
  };
}

/** What is measured once a minute. */
export interface MeasuredWorld {
  readonly agenda: Agenda;
  readonly faults: Faults;
  readonly lambda: LambdaService;
  readonly queues: ReadonlyMap<string, SimulatedQueue>;
  readonly cloudWatchOf: (region: string) => SimulatedCloudWatch;
  readonly regions: readonly string[];
}

/** Publishes the metrics of queues and of concurrency each minute. */
export function measureEachMinute(world: MeasuredWorld): void {
  const { agenda, queues, regions, faults } = world;
  agenda.every(MINUTE_MS, minuteOf(agenda.nowMs()) + MINUTE_MS, () => {
    for (const queue of queues.values()) {
      if (!faults.isOut(queue.spec.region)) measureQueue(queue, world);
    }
    for (const region of regions) if (!faults.isOut(region)) measureConcurrency(region, world);
  });
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
function measureQueue(queue: SimulatedQueue, { agenda, cloudWatchOf }: MeasuredWorld): void {
  const { region, name } = queue.spec;
  const values = {
    ApproximateAgeOfOldestMessage: Math.floor(queue.oldestAgeMs() / SECOND_MS),
    ApproximateNumberOfMessagesVisible: queue.visible(),
  };
  for (const [metric, value] of Object.entries(values)) {
    cloudWatchOf(region).put(
      { namespace: 'AWS/SQS', name: metric, dimensions: { QueueName: name } },
      { atMs: agenda.nowMs() - MINUTE_MS, value, arrivalMs: ARRIVAL_MS },
    );
  }
}

function measureConcurrency(region: string, { agenda, lambda, cloudWatchOf }: MeasuredWorld): void {
  const running = lambda.running(region);
  const atMs = agenda.nowMs() - MINUTE_MS;
  const total = [...running.values()].reduce((sum, count) => sum + count, 0);
  const values = [...running].map(([name, count]) => ({ FunctionName: name, count }));
  for (const { count, ...dimensions } of values) {
    const metric = { namespace: 'AWS/Lambda', name: 'ConcurrentExecutions', dimensions };
    cloudWatchOf(region).put(metric, { atMs, value: count, arrivalMs: ARRIVAL_MS });
  }
  const all = { namespace: 'AWS/Lambda', name: 'ConcurrentExecutions', dimensions: {} };
  cloudWatchOf(region).put(all, { atMs, value: total, arrivalMs: ARRIVAL_MS });
}

function minuteOf(ms: number): number {
  return Math.floor(ms / MINUTE_MS) * MINUTE_MS;
}
