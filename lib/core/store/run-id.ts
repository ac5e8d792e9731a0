import { compactInstant, expandInstant } from './instant.ts';

/** The parts of a run id on demand: the suffix makes it unique. */
interface OnDemandRun {
  readonly journey: string;
  readonly region: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** A few random lower-case letters or digits. */
  readonly suffix: string;
}

/**
 * Longest run id and name that are recorded. A run id is part of the sort key, for which DynamoDB
 * takes 1,024 bytes, and escaping may triple some characters.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
export const MAX_RUN_ID_LENGTH = 300;
/** Longest name of a journey or region in an event or record; see {@link MAX_RUN_ID_LENGTH}. */
export const MAX_NAME_LENGTH = 255;

const SUFFIX = /^[a-z0-9]+$/;

// A suffix has no capitals, so an instant inside a name or a region cannot be taken for the run's.
const ENDING = /-(\d{8}T\d{6}(?:\.\d{3})?Z)(?:-[a-z0-9]+)?$/;

/**
 * The id of a slot's run, such as `checkout-eu-west-1-20261122T164500Z`: a function of journey,
 * region and scheduled instant, so that every delivery of a slot has the same id. Safe as a file
 * name. Throws a RangeError for an instant that is not ISO 8601 with a zone.
 */
export function slotRunId(journey: string, region: string, scheduledAt: string): string {
  return `${fileSafe(journey)}-${fileSafe(region)}-${compactInstant(scheduledAt)}`;
}

/**
 * The id of a run on demand, such as `checkout-eu-west-1-20261122T164512.345Z-k3x9`.
 * Throws a TypeError for a suffix that is not lower-case letters or digits.
 */
export function onDemandRunId(run: OnDemandRun): string {
  if (!SUFFIX.test(run.suffix)) {
    throw new TypeError(
      `Cannot make a run id with suffix "${run.suffix}"; expected lower-case letters or digits`,
    );
  }

  return `${slotRunId(run.journey, run.region, run.startedAt)}-${run.suffix}`;
}

/**
 * Whether an id has the form that {@link onDemandRunId} gives it for this journey and region. A caller
 * who chose the id of a slot would overwrite the record of the slot's own run.
 */
export function isOnDemandRunId(
  runId: string,
  { journey, region }: Pick<OnDemandRun, 'journey' | 'region'>,
): boolean {
  const [instant, suffix] = runId.split('-').slice(-2);
  const startedAt = expandInstant(instant ?? '');
  if (startedAt === null || suffix === undefined || !SUFFIX.test(suffix)) return false;

  return runId === onDemandRunId({ journey, region, startedAt, suffix });
}

/**
 * The instant in a run id (ISO 8601 with milliseconds): the scheduled one of a slot, the start of a
 * run on demand. Throws a TypeError for an id that {@link slotRunId} or {@link onDemandRunId} did
 * not make.
 */
export function instantOfRunId(runId: string): string {
  const compact = ENDING.exec(runId)?.[1];
  const instant = compact === undefined ? null : expandInstant(compact);
  if (instant === null) {
    throw new TypeError(
      `Cannot read run id "${runId}": it carries no instant; expected one such as checkout-eu-west-1-20261122T164500Z`,
    );
  }

  return instant;
}

/** Replaces every UTF-16 unit that is unsafe in some file system by `~hex~`. */
function fileSafe(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9._-]/g, (unit) => `~${unit.charCodeAt(0).toString(16)}~`);
}

/** Whether a text is the id of a run, as {@link instantOfRunId} reads it. */
export function isRunId(text: string): boolean {
  try {
    instantOfRunId(text);

    return true;
  } catch {
    // Another text, such as one that was typed into an address.
    return false;
  }
}
