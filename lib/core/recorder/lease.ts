/**
 * How long a claim is good for: longer than the recorder's function may run, so that nobody who is
 * still at work loses it, and short enough that a record whose recorder died is published in time.
 */
export const LEASE_MS = 120_000;
