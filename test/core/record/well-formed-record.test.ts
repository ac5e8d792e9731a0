import { wellFormedRecord } from '../../../lib/core/record/well-formed-record.ts';
import { requestRecord, stepRecord } from '../../support/record-parts.ts';
import { failedRecord } from '../../support/records.ts';
import { runRecord } from '../../support/run-records.ts';

describe('wellFormedRecord()', () => {
  it('wellFormedRecord() returns the very record when it is in the right form', () => {
    const record = failedRecord();

    expect(wellFormedRecord(record)).toBe(record);
  });

  it('wellFormedRecord() leaves out and counts entries that cannot be read', () => {
    const step = stepRecord();
    const record = runRecord({ omitted: { steps: 2 } });

    const made = wellFormedRecord({ ...record, steps: [null, step, { name: 1 }], log: [[]] });

    expect(made).toEqual({ ...record, steps: [step], log: [], omitted: { steps: 4, log: 1 } });
  });

  it('wellFormedRecord() replaces values of a wrong type by null or nothing', () => {
    const request = requestRecord();
    const record = runRecord({ requests: [request] });

    const made = wellFormedRecord({
      ...record,
      error: 'text',
      vitals: [],
      requests: [{ ...request, status: '200', tls: 1, server: {} }],
    });

    const { server: _server, ...rest } = request;
    expect(made).toEqual({ ...record, requests: [{ ...rest, status: null, tls: null }] });
  });

  it('wellFormedRecord() leaves out refused connections and a containment that it cannot read', () => {
    const record = runRecord();
    const refused = {
      address: '10.0.0.5',
      port: 5432,
      protocol: 'tcp',
      by: 'browser',
      setting: 'allowPrivate',
      count: 1,
      atMs: 3,
    };

    const made = wellFormedRecord({
      ...record,
      instrument: { ...record.instrument, containment: 'most' },
      refused: [refused, { ...refused, by: 'nobody' }],
    });

    expect(made).toEqual({ ...record, refused: [refused], omitted: { refused: 1 } });
  });

  it('wellFormedRecord() takes the instant of the run id when the start is none', () => {
    const record = runRecord();

    expect(wellFormedRecord({ ...record, startedAt: 'soon' }).startedAt).toBe(
      new Date(record.scheduledAt ?? '').toISOString(),
    );
  });

  it.each([null, [], 'text', { ...runRecord(), outcome: 'won' }, { ...runRecord(), runId: 1 }])(
    'wellFormedRecord() throws when a value is no record: %j',
    (value) => {
      expect(() => wellFormedRecord(value)).toThrow('Cannot read a record');
    },
  );
});
