import { judgeStall, lastStall, type StallSample } from '../../../lib/core/run/stall.ts';
import type { Cause } from '../../../lib/core/record/outcome.ts';
import { attemptResult } from '../../support/attempt-results.ts';

/** Samples of 200 ms each: `x` stalled, `-` not. */
function samplesOf(
  line: string,
  kind: StallSample['kind'] = 'stopped',
  busiestMs = 0,
): readonly StallSample[] {
  return Array.from(line, (sign) => ({
    lengthMs: 200,
    stalledMs: sign === 'x' ? 200 : 0,
    kind,
    busiestMs,
  }));
}

describe('lastStall()', () => {
  test.each([
    ['nothing', '----------', null],
    ['a stall of less than a quarter', 'x---------', null],
    ['a stall that is over for long', 'xx----------', null],
    ['a quarter', '---xx------', { stalledMs: 400, ofMs: 1_600 }],
    [
      'a stall at the end of a long wait',
      '-----------------------------xx',
      { stalledMs: 400, ofMs: 1_600 },
    ],
    ['the longest part that it spoils', 'xxxxx-----xxxxx', { stalledMs: 2_000, ofMs: 3_000 }],
    ['an attempt of 400 ms', '-x', { stalledMs: 200, ofMs: 400 }],
    ['an attempt without a sample', '', null],
  ])('%s', (_, line, expected) => {
    const stall = lastStall(samplesOf(line));

    expect(stall).toEqual(expected && { kind: 'stopped', ...expected });
  });
});

describe('judgeStall()', () => {
  test('says how long of which time the monitor did not run, and what was reported', () => {
    const result = judgeStall(attemptResult('target.timeout'), samplesOf('-xxxxxxxxx'));

    expect(result).toMatchObject({
      outcome: 'errored',
      cause: 'monitor.stalled',
      error: {
        message:
          'The monitor did not run for 1.8 s of the last 2.0 s: its processes were stopped. It reported: target.timeout',
      },
      instrument: { stalledMs: 1_800, stalledBy: 'stopped' },
    });
    expect(result.instrument.off).toContain('stalled');
  });

  test.each<Cause>([
    'target.status',
    'target.dns',
    'journey.syntax',
    'journey.memory',
    'security.blocked',
    'monitor.crash',
  ])('decides on %s by what a stall can produce', (cause) => {
    const canBe = cause === 'target.dns';

    const result = judgeStall(attemptResult(cause), samplesOf('xxxxxxxxxx'));

    expect(result.cause).toBe(canBe ? 'monitor.stalled' : cause);
  });

  test.each<{ cause: Cause; kind: StallSample['kind']; ranMs: number; expected: Cause }>([
    { cause: 'target.unresponsive', kind: 'starved', ranMs: 100, expected: 'target.unresponsive' },
    { cause: 'target.unresponsive', kind: 'starved', ranMs: 90, expected: 'monitor.stalled' },
    { cause: 'target.unresponsive', kind: 'stopped', ranMs: 100, expected: 'monitor.stalled' },
    { cause: 'target.timeout', kind: 'starved', ranMs: 100, expected: 'monitor.stalled' },
  ])('after $cause, $kind with a process that ran for $ranMs of 200 ms: $expected', (each) => {
    const samples = samplesOf('xxxxxxxxxx', each.kind, each.ranMs);

    const result = judgeStall(attemptResult(each.cause), samples);

    expect(result).toMatchObject({ cause: each.expected, instrument: { stalledMs: 2_000 } });
  });

  test('leaves a result alone that has another explanation', () => {
    const result = judgeStall(attemptResult('journey.timeout'), samplesOf('xxxxxxxxxx'), true);

    expect(result).toMatchObject({ cause: 'journey.timeout', instrument: { stalledMs: 2_000 } });
  });

  test('takes the figures of the worker for nothing', () => {
    const said = attemptResult('target.timeout');
    const forged = {
      ...said,
      instrument: { ...said.instrument, stalledMs: 9_000, stalledBy: 'stopped' as const },
    };

    const { cause, instrument } = judgeStall(forged, null);

    expect(cause).toBe('target.timeout');
    expect(instrument).toEqual(said.instrument);
  });

  test('keeps the timings of a starved run, and leaves out those of a stopped one', () => {
    const passed = { ...attemptResult('target.timeout'), outcome: 'passed' as const, cause: null };

    const offs = (['starved', 'suspended'] as const).map(
      (kind) => judgeStall(passed, samplesOf('--xxx', kind)).instrument.off,
    );

    expect(offs).toEqual([passed.instrument.off, [...passed.instrument.off, 'stalled']]);
  });
});
