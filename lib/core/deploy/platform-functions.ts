import { MINUTE_MS, SECOND_MS } from '../base/time.ts';

/** Memory and time limit of one Lambda function of the platform. */
interface FunctionSize {
  /** A function gets a whole processor at 1,769 MB, and a share of one below. */
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
}

/**
 * The longest time limit that Lambda accepts.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const LAMBDA_LIMIT_SECONDS = 900;

/**
 * Memory and time limits of the platform's functions, read by the stacks and by the cost estimate.
 * The recorder waits for the table and CloudWatch most of the time. The jobs hold a day of a
 * journey's records. Trends compute without waiting, so they get a whole processor:
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 */
export const PLATFORM_FUNCTIONS = {
  recorder: { memoryMb: 512, timeoutSeconds: 60 },
  jobs: { memoryMb: 1_024, timeoutSeconds: LAMBDA_LIMIT_SECONDS },
  trends: { memoryMb: 1_769, timeoutSeconds: LAMBDA_LIMIT_SECONDS },
  notifier: { memoryMb: 256, timeoutSeconds: 30 },
} as const satisfies Readonly<Record<string, FunctionSize>>;

/**
 * How long the recorder collects messages before it is invoked: long enough for one call to carry
 * many runs, short compared with the minute of an alarm's period.
 */
export const RECORDER_BATCH_SECONDS = 5;

/** Messages that one invocation of the recorder gets at most. */
export const RECORDER_BATCH_SIZE = 100;

/** Invocations of a region's recorder at once: the least that AWS takes. */
export const RECORDER_CONCURRENT_BATCHES = 2;

/**
 * As long as six time-outs, so that a batch which is throttled is not handed out twice.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
const TIMEOUTS_HIDDEN = 6;

/** How long a message must stay hidden from others while a recorder holds it. */
export const RECORDER_VISIBILITY_SECONDS =
  TIMEOUTS_HIDDEN * PLATFORM_FUNCTIONS.recorder.timeoutSeconds + RECORDER_BATCH_SECONDS;

/**
 * When the platform's jobs start, in UTC: a few minutes after the hour, so that the hour's last runs have
 * been recorded; after midnight, when the hourly jobs have rolled up the day's last hour.
 */
export const JOB_SCHEDULES = {
  jobs: 'cron(7 * * * ? *)',
  trends: 'cron(40 0 * * ? *)',
} as const;

/**
 * How long a claim on a record is valid: twice the recorder's time limit, so that a recorder that
 * still works keeps it, and short enough that the record of a recorder that died is published soon.
 */
export const LEASE_MS = 2 * PLATFORM_FUNCTIONS.recorder.timeoutSeconds * SECOND_MS;

/**
 * How long a report of a lost run waits for a record of the same run. A runner may send its record
 * and die a moment later, a schedule may report a slot as undelivered that was delivered after all,
 * and a queue keeps no order. A report used at once would count the slot as errored in metrics that
 * cannot be corrected later. The queue does the waiting: it delivers the message again.
 */
export const LOSS_REPORT_GRACE_MS = MINUTE_MS;

/** How long a message may lie in the queue while everything works. */
const QUEUE_DELAY_MS = 4 * MINUTE_MS;

/**
 * How long after its slot a record may arrive in AWS before the slot is missing: the longest run, the
 * grace of a loss report, and the queue; 20 minutes in total.
 */
export const RECORD_ARRIVAL_MS =
  LAMBDA_LIMIT_SECONDS * SECOND_MS + LOSS_REPORT_GRACE_MS + QUEUE_DELAY_MS;
