import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { RawReading } from '../core/run/instrument.ts';

/** How often the event loop's delay is sampled; a sample costs some microseconds. */
const SAMPLE_MS = 20;
const NANOSECONDS_PER_MS = 1e6;
/** Iterations of the fixed piece of arithmetic: about a millisecond of a current server core. */
const CPU_CHECK_ROUNDS = 400_000;

/** Starts readings of this process; the first is cold. */
export function instrumentReader(): () => () => Omit<
  RawReading,
  'chromiumVersion' | 'browserMode'
> {
  let cold = true;

  return () => {
    const wasCold = cold;
    cold = false;
    const cpuCheckMs = timeArithmetic();
    const delay = monitorEventLoopDelay({ resolution: SAMPLE_MS });
    delay.enable();

    return () => {
      delay.disable();

      return {
        cold: wasCold,
        nodeVersion: process.versions.node,
        ...(PLATFORM_VERSION === null ? {} : { platformVersion: PLATFORM_VERSION }),
        cpuCheckMs,
        eventLoopDelayMaxMs: longestDelayMs(delay.max, delay.count),
        memoryBytes: process.memoryUsage.rss(),
      };
    };
  };
}

// A sample is the time between two ticks of a timer, so what exceeds its period was delay.
function longestDelayMs(maxNs: number, samples: number): number | null {
  // A run shorter than the period: nothing was measured.
  if (samples === 0) return null;

  return Math.max(0, Math.round((maxNs / NANOSECONDS_PER_MS - SAMPLE_MS) * 1000) / 1000);
}

function timeArithmetic(): number {
  const start = performance.now();
  let value = 1;
  for (let round = 0; round < CPU_CHECK_ROUNDS; round += 1) {
    value = Math.imul(value ^ round, 0x01_00_01_93);
  }
  const took = performance.now() - start;

  // The result is used, so that no compiler may leave the arithmetic out.
  return Math.round((value === 0 ? took + Number.EPSILON : took) * 1000) / 1000;
}

/** Put in by the build; not there where sources run as they are. */
declare const WAYWISER_VERSION: string | undefined;

/** Waywiser's own version, as its package states it; null: unknown. */
const PLATFORM_VERSION: string | null =
  typeof WAYWISER_VERSION === 'undefined' ? null : WAYWISER_VERSION;
