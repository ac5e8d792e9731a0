import type { RunVitals, StepVitals } from '../../../../lib/core/record/run-record.ts';
import type { RunFrame } from '../../../../lib/core/ports.ts';
import { vitalsLog } from '../../../../lib/adapters/browser/session/vitals-log.ts';

const FRAME: RunFrame = {
  elapsedMs: () => 1_000,
  currentStep: () => 'leave',
  stepsAt: () => ['leave'],
  signal: new AbortController().signal,
  remainingMs: () => 1_000,
};

const FCP = { kind: 'vital', name: 'fcp', value: 30, attribution: {} };
const INPUT = { kind: 'input', at: 80, durationMs: 240, element: '#buy', interaction: 'pointer' };
const REPORTED = { kind: 'interaction', at: 80, durationMs: 256 };

function inp(value: number): object {
  return { kind: 'vital', name: 'inp', value, attribution: { element: '#menu' } };
}

function logOf(...facts: readonly object[]): {
  readonly vitals: RunVitals;
  readonly step: StepVitals | undefined;
} {
  const log = vitalsLog(FRAME);
  log.receive(JSON.stringify({ document: 'd', now: 400, url: 'https://shop.example/', facts }));

  return { vitals: log.vitals(), step: log.stepVitals().get('leave') };
}

describe('the input with which a page is left', () => {
  test('is the inp until its handlers ended, if the browser painted nothing more', () => {
    const { vitals, step } = logOf(FCP, INPUT);

    const attribution = { element: '#buy', interaction: 'pointer', endedBy: 'navigation' };
    expect(vitals.inp).toEqual({ value: 240, attribution });
    expect(step).toEqual({ inpMs: 240 });
  });

  test('is the inp with the reported duration, if the report of the vital was lost', () => {
    const { vitals, step } = logOf(FCP, INPUT, { ...REPORTED, durationMs: 16 }, REPORTED);

    expect(vitals.inp).toEqual({
      value: 256,
      attribution: { element: '#buy', interaction: 'pointer' },
    });
    expect(step).toEqual({ inpMs: 256 });
  });

  test('does not replace a slower interaction', () => {
    const { vitals } = logOf(FCP, inp(300), INPUT, REPORTED);

    expect(vitals.inp).toEqual({ value: 300, attribution: { element: '#menu' } });
  });

  test('does not become the inp of a page with so many interactions that one is left out', () => {
    const others = Array.from({ length: 50 }, (_, index) => ({ ...REPORTED, at: 1_000 + index }));

    expect(logOf(FCP, inp(64), INPUT, REPORTED).vitals.inp?.value).toBe(256);
    expect(logOf(FCP, inp(64), INPUT, REPORTED, ...others).vitals.inp?.value).toBe(64);
  });

  test('is no interaction, if it was shorter than a frame', () => {
    expect(logOf(FCP, { ...INPUT, durationMs: 12 }).vitals.inp).toBeUndefined();
  });
});
