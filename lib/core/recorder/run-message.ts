import { metricSamplesOf } from '../alarms/metric-samples.ts';
import { type Fields, fieldsOf, textIn } from '../base/plain-data.ts';
import { isCause } from '../record/outcome.ts';
import type { QueueFrame, Unzip } from '../record/queue-message.ts';
import { ownRank } from '../record/record-rank.ts';
import { wellFormedRecord } from '../record/well-formed-record.ts';
import { RECORD_SCHEMA, type RunRecord } from '../record/run-record.ts';
import { isOnDemandRunId, MAX_NAME_LENGTH, MAX_RUN_ID_LENGTH, slotRunId } from '../store/run-id.ts';
import { type MessageReading, unreadable } from './message-reading.ts';

/** Version of run messages that this recorder reads. */
const MESSAGE_VERSION = 1;

const OUTCOMES: readonly unknown[] = ['passed', 'failed', 'errored', 'skipped'];

/** Lists that every reader of records iterates over. */
const LISTS = ['steps', 'requests', 'evidence', 'console', 'pageErrors', 'log', 'attemptList'];

/** Reads the record in a runner's message, checked as far as storing and measuring it needs. */
export function readRunMessage(fields: Fields, frame: QueueFrame, unzip: Unzip): MessageReading {
  const { waywiser: version, kind } = fields;
  if (version !== MESSAGE_VERSION || kind !== 'run') {
    const reason = `it is a message of version ${JSON.stringify(version)} and kind ${JSON.stringify(kind)}; expected version ${MESSAGE_VERSION} and kind "run": deploy recorder and runners together`;

    return { kind: isNewer(version, MESSAGE_VERSION) ? 'newer' : 'unreadable', reason };
  }
  const packed = textIn(fields, 'record');
  if (packed === null) return unreadable('it has no record');
  try {
    const record: unknown = JSON.parse(unzip(packed), finiteOnly);
    const found = fieldsOf(record);
    const newer = newerProblem(found);
    if (newer !== null) return { kind: 'newer', reason: newer };
    const problem = recordProblem(found, frame);
    if (problem !== null) return unreadable(problem);

    return readingOf(wellFormedRecord(record), fields);
  } catch (error) {
    return unreadable(`its record cannot be read: ${String(error)}`);
  }
}

function isNewer(version: unknown, own: number): boolean {
  return Number.isSafeInteger(version) && Number(version) > own;
}

/** What only a runner of a later version sends; null: nothing. */
function newerProblem({ schema, cause }: Fields): string | null {
  if (isNewer(schema, RECORD_SCHEMA)) {
    return `its record has schema ${String(schema)}; expected at most ${RECORD_SCHEMA}: deploy recorder and runners together`;
  }
  // No reader could show a cause that only a newer runner knows.
  if (typeof cause === 'string' && !isCause(cause)) {
    return `its record has the unknown cause ${JSON.stringify(cause)}`;
  }

  return null;
}

/** Taking samples of a record must not throw. */
function readingOf(record: RunRecord, fields: Fields): MessageReading {
  const metrics = textsIn(fields['metrics']);
  metricSamplesOf(record, { metrics, counted: false });
  const rank = fields['part'] === 'evidence' ? 'evidence' : ownRank(record);

  return { kind: 'record', record, rank, duty: 'runner', metrics, holdUntilMs: 0 };
}

/** JSON has no infinity, but a number such as 1e999 is read as one, and cannot be stored. */
function finiteOnly(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new RangeError(`${key} is ${value}; expected a finite number`);
  }

  return value;
}

function recordProblem(record: Fields, frame: QueueFrame): string | null {
  const schema = record['schema'];
  if (typeof schema !== 'number' || schema > RECORD_SCHEMA) {
    return `its record has schema ${JSON.stringify(schema)}; expected at most ${RECORD_SCHEMA}: deploy recorder and runners together`;
  }

  return (
    addressProblem(record) ??
    placeProblem(record, frame) ??
    outcomeProblem(record) ??
    bodyProblem(record)
  );
}

function addressProblem(record: Fields): string | null {
  const [journey, region, runId] = ['journey', 'region', 'runId'].map((name) =>
    textIn(record, name),
  );
  if (!isName(journey) || !isName(region)) return 'its record names no journey and region';
  if (typeof runId !== 'string' || runId.length > MAX_RUN_ID_LENGTH) {
    return `its record has no run id of at most ${MAX_RUN_ID_LENGTH} characters`;
  }
  const scheduledAt = record['scheduledAt'];
  if (scheduledAt === null) {
    if (record['onDemand'] !== true) return 'its record has no slot, yet is not on demand';

    return isOnDemandRunId(runId, { journey, region })
      ? null
      : `its record has run id "${runId}", which is none of a run on demand of journey "${journey}" in ${region}`;
  }
  if (typeof scheduledAt !== 'string') return 'its record does not say which slot it is of';
  const expected = slotRunId(journey, region, scheduledAt);

  return runId === expected ? null : `its record has run id "${runId}"; expected "${expected}"`;
}

/** The queue of a region receives no records of others. */
function placeProblem({ region }: Fields, frame: QueueFrame): string | null {
  if (region === frame.region) return null;

  return `its record is of region ${JSON.stringify(region)}; expected "${frame.region}"`;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_NAME_LENGTH;
}

function outcomeProblem({ outcome, cause }: Fields): string | null {
  if (!OUTCOMES.includes(outcome)) {
    return `its record has outcome ${JSON.stringify(outcome)}; expected ${OUTCOMES.join(', ')}`;
  }
  if (cause !== null && !isCause(cause)) {
    return `its record has the unknown cause ${JSON.stringify(cause)}`;
  }

  return null;
}

function bodyProblem(record: Fields): string | null {
  const wrong = LISTS.find((name) => !Array.isArray(record[name]));
  if (wrong !== undefined) return `its record has no list of ${wrong}`;
  if (typeof record['durationMs'] !== 'number') return 'its record has no duration';
  if (typeof record['startedAt'] !== 'string') return 'its record does not say when it started';
  if (!Array.isArray(fieldsOf(record['instrument'])['off'])) return 'its record has no instrument';
  if (typeof record['omitted'] !== 'object') return 'its record does not say what was omitted';

  return null;
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
