import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { RawReading } from '../core/run/instrument.ts';

/** Interval between samples of the event-loop delay; a sample costs some microseconds. */
const SAMPLE_MS = 20;
const NANOSECONDS_PER_MS = 1e6;
/** Iterations of the CPU check: about 1 ms on a current server core. */
const CPU_CHECK_ROUNDS = 400_000;

/**
 * Creates the reader of this process's instrument. The returned function starts a reading and
 * returns the function that ends it; the first reading is cold.
 */
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

// A sample is the time between two ticks of a timer; what exceeds the timer's period is delay.
function longestDelayMs(maxNs: number, samples: number): number | null {
  // The run was shorter than the period: nothing was measured.
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

  // The result is used, so that the compiler cannot remove the arithmetic.
  return Math.round((value === 0 ? took + Number.EPSILON : took) * 1000) / 1000;
}

/** Defined by the build; undefined when the sources run directly. */
declare const WAYWISER_VERSION: string | undefined;

/** Waywiser's version from its package; null if unknown. */
const PLATFORM_VERSION: string | null =
  typeof WAYWISER_VERSION === 'undefined' ? null : WAYWISER_VERSION;
