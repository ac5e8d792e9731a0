import * as fc from 'fast-check';
import { instantOfRunId, onDemandRunId, slotRunId } from '../../../lib/core/store/run-id.ts';

const instant = fc
  .date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());
const suffix = fc.stringMatching(/^[a-z0-9]{1,8}$/);
const name = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('..', 'a/b', '-20200101T000000Z'),
);

test('slotRunId() joins journey, region and instant when given a slot', () => {
  const runId = slotRunId('checkout', 'eu-west-1', '2026-11-22T16:45:00.000Z');

  expect(runId).toBe('checkout-eu-west-1-20261122T164500Z');
});

test('slotRunId() gives the same id when the same instant is written in another zone', () => {
  const runId = slotRunId('checkout', 'eu-west-1', '2026-11-22T17:45+01:00');

  expect(runId).toBe('checkout-eu-west-1-20261122T164500Z');
});

test.each(['', 'soon', '2026-11-22', '2026-11-22T16:45:00', '2026-13-22T16:45:00Z', '1'])(
  'slotRunId() refuses when the instant is "%s"',
  (text) => {
    expect(() => slotRunId('checkout', 'eu-west-1', text)).toThrow(RangeError);
  },
);

test('slotRunId() is safe as a file name whatever the names are', () => {
  fc.assert(
    fc.property(name, name, instant, (journey, region, at) => {
      expect(slotRunId(journey, region, at)).toMatch(/^[A-Za-z0-9._~-]+Z$/);
    }),
  );
});

test('slotRunId() differs when the journey or the instant differs', () => {
  fc.assert(
    fc.property(fc.tuple(name, instant), fc.tuple(name, instant), (one, other) => {
      fc.pre(one[0] !== other[0] || one[1] !== other[1]);
      const [oneId, otherId] = [one, other].map(([journey, at]) => slotRunId(journey, 'local', at));

      expect(oneId).not.toBe(otherId);
    }),
  );
});

test('onDemandRunId() keeps the milliseconds and ends with the suffix', () => {
  const run = { journey: 'checkout', region: 'local', startedAt: '2026-11-22T16:45:12.345Z' };

  const runId = onDemandRunId({ ...run, suffix: 'k3x9' });

  expect(runId).toBe('checkout-local-20261122T164512.345Z-k3x9');
});

test.each(['', 'A', 'a-b', '../x'])('onDemandRunId() refuses when the suffix is "%s"', (wrong) => {
  const run = { journey: 'checkout', region: 'local', startedAt: '2026-11-22T16:45:12.345Z' };

  expect(() => onDemandRunId({ ...run, suffix: wrong })).toThrow(TypeError);
});

test('instantOfRunId() reads the instant back whatever the names are', () => {
  fc.assert(
    fc.property(fc.record({ journey: name, region: name, startedAt: instant, suffix }), (run) => {
      const slot = slotRunId(run.journey, run.region, run.startedAt);

      const instants = [slot, onDemandRunId(run)].map(instantOfRunId);

      expect(instants).toEqual([run.startedAt, run.startedAt]);
    }),
  );
});

test.each(['x', 'a-b-20260230T000000Z', 'a-b-20261122T250000Z', 'a-b-20261122T164500Z-NO'])(
  'instantOfRunId() refuses when the id is "%s"',
  (runId) => {
    expect(() => instantOfRunId(runId)).toThrow('it carries no instant');
  },
);
