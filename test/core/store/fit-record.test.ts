import * as fc from 'fast-check';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { jsonBytes } from '../../../lib/core/store/clip.ts';
import { fitRecord, RECORD_LIMIT_BYTES } from '../../../lib/core/store/fit-record.ts';
import { LIST_NAMES, listsOf, mapLists, withLists } from '../../../lib/core/store/record-lists.ts';
import { arbitraryRunRecord } from '../../support/arbitrary-run-record.ts';
import { requestRecord, stepRecord } from '../../support/record-parts.ts';
import { runRecord } from '../../support/run-records.ts';

/** Records blown up: every list repeated, every text at the end of a chain repeated. */
const large = fc
  .tuple(
    arbitraryRunRecord('any', 'eu-west-1'),
    fc.integer({ min: 1, max: 60 }),
    fc.integer({ min: 1, max: 1500 }),
  )
  .map(([record, times, length]) => blowUp(record, times, length));

test('fitRecord() makes any record fit and counts what it leaves out', () => {
  fc.assert(
    fc.property(large, (record) => {
      const fitted = fitRecord(record);

      expect(jsonBytes(fitted)).toBeLessThanOrEqual(RECORD_LIMIT_BYTES);
      for (const name of LIST_NAMES) {
        const left = listsOf(record)[name].length - listsOf(fitted)[name].length;
        expect(fitted.omitted[name] ?? 0).toBe((record.omitted[name] ?? 0) + left);
      }
    }),
    { numRuns: 30 },
  );
});

test('fitRecord() changes nothing when the record has been fitted', () => {
  fc.assert(
    fc.property(large, (record) => {
      const fitted = fitRecord(record);

      expect(fitRecord(fitted)).toBe(fitted);
    }),
    { numRuns: 20 },
  );
});

test('fitRecord() gives the record itself when it fits', () => {
  const record = runRecord();

  const fitted = fitRecord(record);

  expect(fitted).toBe(record);
});

test('fitRecord() cuts the message and says so when it is a megabyte long', () => {
  const message = `Expected 3 ${'x'.repeat(1_000_000)}`;
  const error = { message, step: 'pay', file: 'a.journey.ts', line: 3, column: 5 };

  const fitted = fitRecord(runRecord({ outcome: 'failed', error }));

  expect(fitted.error?.message).toBe(`${message.slice(0, 16_336)} … [983675 more characters]`);
  expect(fitted.error?.line).toBe(3);
});

test('fitRecord() keeps failures, the first and the last when requests are too many', () => {
  const requests = Array.from({ length: 4000 }, (_, index) =>
    requestRecord({
      url: `http://shop.test/${index}`,
      status: index === 2500 ? 503 : 200,
      error: index === 3000 ? 'reset' : null,
    }),
  );

  const fitted = fitRecord(runRecord({ requests }));

  const kept = fitted.requests.map((request) => request.url.slice('http://shop.test/'.length));
  expect(kept).toEqual(expect.arrayContaining(['0', '2500', '3000', '3999']));
  expect(kept).toEqual(kept.toSorted((a, b) => Number(a) - Number(b)));
  expect(fitted.omitted).toEqual({ requests: 4000 - kept.length });
});

test('fitRecord() leaves short lists whole when one list is too long', () => {
  const steps = Array.from({ length: 30 }, (_, index) => stepRecord({ name: `step ${index}` }));
  const log = Array.from({ length: 9000 }, (_, index) => ({
    level: 'info' as const,
    text: `line ${index}`,
    atMs: index,
    source: null,
  }));

  const fitted = fitRecord(runRecord({ steps, log }));

  expect(fitted.steps).toEqual(steps);
  expect(fitted.log.length).toBeGreaterThan(2000);
  expect(jsonBytes(fitted)).toBeGreaterThan(RECORD_LIMIT_BYTES * 0.95);
});

function blowUp(record: RunRecord, times: number, length: number): RunRecord {
  const lists = mapLists(listsOf(record), (entries) =>
    Array.from({ length: times }, () => entries.map((entry) => lengthen(entry, length))).flat(),
  );

  return { ...withLists(record, lists), error: lengthen(record.error, length * 50) };
}

/** The same with its first text made longer. */
function lengthen<T>(value: T, length: number): T {
  let done = false;

  return JSON.parse(JSON.stringify(value), (_, each: unknown) => {
    if (done || typeof each !== 'string') return each;
    if (['passed', 'failed', 'errored', 'new', 'error'].includes(each)) return each;
    done = true;

    return each + '\u0001é'.repeat(length);
  });
}
