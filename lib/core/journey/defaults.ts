import { SECOND_MS } from '../base/time.ts';

/** Values of journey options that an author leaves out. */
export const JOURNEY_DEFAULTS = {
  /** Of one attempt. A browser journey loads whole pages, an API journey single responses. */
  timeoutMs: { api: 30 * SECOND_MS, browser: 60 * SECOND_MS },
  /** Two regions at least, so that a network problem of one region does not page. */
  failingRegions: 2,
  /** M of N: one failing slot may be a hiccup, two of three are not. */
  datapoints: [2, 3],
} as const;

/** Values of options in `waywiser.config.ts` that an author leaves out. */
export const CONFIG_DEFAULTS = {
  stage: 'dev',
  /** The first region of Lambda and EventBridge, and the default of AWS's own tools. */
  home: 'us-east-1',
  journeys: 'journeys',
  /** For the local target to answer. */
  localTargetMs: 30 * SECOND_MS,
  /**
   * Of the shared runners. More than half a core for API journeys: with less, phases of a few
   * milliseconds are mostly waits for the processor. A browser needs more than one core.
   */
  memoryMb: { api: 1_024, browser: 2_048 },
} as const;
