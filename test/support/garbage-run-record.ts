import * as fc from 'fast-check';
import { fieldsOf } from '../../lib/core/base/plain-data.ts';
import type { RunRecord } from '../../lib/core/record/run-record.ts';
import { readRunMessage } from '../../lib/core/recorder/run-message.ts';
import { slotRunId } from '../../lib/core/store/run-id.ts';
import { arbitraryRunRecord } from './arbitrary-run-record.ts';

/** Fields that say which run a record is of; a record with garbage in them is not accepted. */
const IDENTITY = new Set(['schema', 'journey', 'region', 'runId', 'scheduledAt', 'onDemand']);

type Place = readonly [holder: Record<string, unknown>, name: string];

const garbage = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, '', 0, -1, 1e308, -1e308, 5e-324, true, [], {}, [null]),
  fc.constantFrom<unknown>([[]], [{}], { length: -1 }, { toString: 1 }, 'constructor', '__proto__'),
  fc.constantFrom<unknown>('::error::x', '##[error]x', '9999-99-99T99:99:99Z', '+275760-09-13'),
  fc.string({ unit: 'binary' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Making a record takes longer than all renderers together, so that garbage is put into a few. */
const SOUND_RECORDS = 40;
const SEED = 20261130;

/**
 * A record with garbage of any type anywhere but in the fields that say which run it is of. It is of
 * the slot at `slotMs`, or on demand where that is null.
 */
export function garbageRunRecord(
  journey: string,
  region: string,
  slotMs: number | null,
): fc.Arbitrary<unknown> {
  const scheduledAt = slotMs === null ? null : new Date(slotMs).toISOString();
  const slot = scheduledAt !== null && {
    scheduledAt,
    onDemand: false,
    runId: slotRunId(journey, region, scheduledAt),
  };
  const sound = fc
    .sample(arbitraryRunRecord(journey, region), { numRuns: SOUND_RECORDS, seed: SEED })
    .map((record) => JSON.stringify({ ...record, ...slot }));

  return fc
    .tuple(
      fc.constantFrom(...sound),
      fc.array(fc.tuple(fc.nat(), garbage), { minLength: 1, maxLength: 12 }),
    )
    .map(([text, changes]) => {
      const record: Record<string, unknown> = JSON.parse(text);
      const places = placesIn(record).filter(
        ([holder, name]) => holder !== record || !IDENTITY.has(name),
      );
      for (const [at, value] of changes) {
        const [holder, name] = places[at % places.length] ?? [record, 'stage'];
        holder[name] = structuredClone(value);
      }

      return JSON.parse(JSON.stringify(record)) as unknown;
    });
}

/** The record as the recorder stores it; null where it accepts none. */
export function recordedRun(garbageRecord: unknown): RunRecord | null {
  const message = { waywiser: 1, kind: 'run', record: JSON.stringify(garbageRecord) };
  const region = String(fieldsOf(garbageRecord)['region']);
  const reading = readRunMessage(message, { stage: 'prod', region }, (text) => text);

  return reading.kind === 'record' ? reading.record : null;
}

function placesIn(value: unknown): readonly Place[] {
  if (!isHolder(value)) return [];
  const holder = value;

  return Object.keys(holder).flatMap((name): readonly Place[] => [
    [holder, name],
    ...placesIn(holder[name]),
  ]);
}

function isHolder(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
