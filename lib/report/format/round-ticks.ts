import { formatDuration } from './duration.ts';

/** A round time on an axis. */
export interface RoundTick {
  readonly atMs: number;
  readonly label: string;
}

const ROUND_STEPS = [1, 2, 5, 10] as const;

/** Round times from 0 to an end, at most so many steps of 1, 2 or 5 times a power of ten. */
export function roundTicks(endMs: number, most: number): readonly RoundTick[] {
  const step = roundStep(endMs / Math.max(1, most));
  const count = Math.floor(endMs / step) + 1;

  return Array.from({ length: count }, (_, index) => ({
    atMs: index * step,
    label: index === 0 ? '0' : tickLabel(index * step),
  }));
}

function roundStep(minimum: number): number {
  const power = 10 ** Math.floor(Math.log10(minimum));

  return power * (ROUND_STEPS.find((step) => step * power >= minimum) ?? 10);
}

/** Ticks are round, so that digits after the last meaningful one would only be noise. */
function tickLabel(ms: number): string {
  if (ms >= 1000 && ms < 60_000) return `${Number((ms / 1000).toFixed(2))} s`;

  return ms < 1000 && ms >= 0.01 ? `${Number(ms.toFixed(2))} ms` : formatDuration(ms);
}
