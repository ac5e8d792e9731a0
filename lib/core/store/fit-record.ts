import type { RunRecord, RunVitals, VitalSet } from '../record/run-record.ts';
import { clipEntries, clipText, clipTexts, jsonBytes } from './clip.ts';
import {
  fairShares,
  LIST_NAMES,
  listsOf,
  mapLists,
  selectEntries,
  withLists,
} from './record-lists.ts';

/**
 * Largest record that is stored, in bytes of JSON: half of DynamoDB's limit for an item (400 KB,
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html).
 */
export const RECORD_LIMIT_BYTES = 200 * 1024;

/** Longest text of an over-sized record, and of one that is still too large after the first cut. */
const TEXT_BYTES = 4096;
const SHORT_TEXT_BYTES = 512;
const MESSAGE_BYTES = 16 * 1024;

/** Limits of a vital's attribution when cut texts alone do not make the record fit. */
const ATTRIBUTION_ENTRIES = 8;
const ATTRIBUTION_BYTES = 100;
const INSTRUMENT_REASONS = 20;

/** Reserved for counts, brackets and commas. */
const SLACK_BYTES = 1024;

/**
 * Returns a record that fits into one item: unchanged when it fits already, else with long texts cut
 * and long lists shortened to failures, the first and the last entries. `omitted` counts the entries
 * that were left out of each list. Idempotent.
 */
export function fitRecord(record: RunRecord): RunRecord {
  if (jsonBytes(record) <= RECORD_LIMIT_BYTES) return record;
  const clipped = clipRecord(record, TEXT_BYTES);
  if (jsonBytes(clipped) <= RECORD_LIMIT_BYTES) return clipped;
  const short = clipRecord(clipped, SHORT_TEXT_BYTES);

  return thinLists({
    ...short,
    vitals: short.vitals && thinAttributions(short.vitals),
    instrument: { ...short.instrument, off: short.instrument.off.slice(0, INSTRUMENT_REASONS) },
  });
}

function clipRecord(record: RunRecord, textBytes: number): RunRecord {
  const { error } = record;

  return {
    ...clipTexts(record, textBytes),
    // The key must not change: the store rejects one that is too long.
    runId: record.runId,
    journey: record.journey,
    region: record.region,
    error: error && {
      ...clipTexts(error, textBytes),
      message: clipText(error.message, MESSAGE_BYTES),
    },
  };
}

function thinAttributions(vitals: RunVitals): RunVitals {
  const { navigations, ...worst } = vitals;

  return {
    ...thinVitalSet(worst),
    navigations: navigations.map((each) => ({ ...each, vitals: thinVitalSet(each.vitals) })),
  };
}

function thinVitalSet(vitals: VitalSet): VitalSet {
  return Object.fromEntries(
    Object.entries(vitals).map(([name, vital]) => [
      name,
      {
        ...vital,
        attribution: clipEntries(vital.attribution, ATTRIBUTION_ENTRIES, ATTRIBUTION_BYTES),
      },
    ]),
  );
}

function thinLists(record: RunRecord): RunRecord {
  const lists = listsOf(record);
  const none = mapLists(lists, () => []);
  const room = RECORD_LIMIT_BYTES - SLACK_BYTES - jsonBytes(withLists(record, none));
  const needs = LIST_NAMES.map((name) => jsonBytes(lists[name]));
  const shares = fairShares(needs, room);
  const kept = mapLists(lists, (entries, name, isImportant) =>
    selectEntries(entries, shares[LIST_NAMES.indexOf(name)] ?? 0, isImportant),
  );
  const counts = LIST_NAMES.map((name) => {
    return [name, (record.omitted[name] ?? 0) + lists[name].length - kept[name].length] as const;
  });

  return {
    ...withLists(record, kept),
    omitted: Object.fromEntries(counts.filter(([, count]) => count > 0)),
  };
}
