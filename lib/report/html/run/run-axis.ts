import type { RunRecord, StepRecord } from '../../../core/record/run-record.ts';
import { roundTicks, type RoundTick } from '../../format/round-ticks.ts';
import { html, type Html } from '../parts/html.ts';

/** The axis that everything of a run is drawn over: from its start until its last part ended. */
export interface RunAxis {
  readonly endMs: number;
  readonly ticks: readonly RoundTick[];
}

/** Where something lies on an axis, as SVG writes it: a pair of shares such as `12.5%`. */
export interface AxisSpan {
  readonly x: string;
  readonly width: string;
}

/** Labels that do not touch on a phone. */
const MAX_TICKS = 5;
/** An axis of 100% has so many pieces: bars that follow each other share the very same end. */
const PIECES = 100_000;
/** A label so near to the end of the axis would be cut off. */
const LAST_LABEL_SHARE = 0.93;

/** The axis of a run. */
export function runAxis(record: RunRecord): RunAxis {
  const ends = [
    record.durationMs,
    ...record.steps.map(({ startMs, durationMs }) => startMs + durationMs),
    ...record.requests.map(({ startMs, totalMs }) => startMs + totalMs),
  ].filter((ms) => Number.isFinite(ms) && ms > 0);
  const endMs = ends.reduce((most, ms) => Math.max(most, ms), 0) || 1;

  return { endMs, ticks: roundTicks(endMs, MAX_TICKS) };
}

/** Where a stretch of time lies; stretches that follow each other touch, and add up. */
export function axisSpan({ endMs }: RunAxis, fromMs: number, toMs: number): AxisSpan {
  const from = pieceOf(fromMs / endMs);
  const to = Math.max(from, pieceOf(toMs / endMs));

  return { x: shareOf(from), width: shareOf(to - from) };
}

/** The labels of an axis. */
export function axisLabels(axis: RunAxis): Html {
  const labels = axis.ticks
    .filter(({ atMs }) => atMs / axis.endMs <= LAST_LABEL_SHARE)
    .map(({ atMs, label }) => {
      const { x } = axisSpan(axis, atMs, atMs);
      return html`<text x="${x}" dx="3" y="12">${label}</text>`;
    });

  return html`<svg class="axis-labels" height="16" aria-hidden="true">${labels}</svg>`;
}

/** What lies behind all rows: the run's outer steps as bands, and a line at each label. */
export function axisBackdrop(axis: RunAxis, steps: readonly StepRecord[]): Html {
  const bands = steps
    .filter(({ parent }) => parent === null)
    .map((step, index) => {
      const { x, width } = axisSpan(axis, step.startMs, step.startMs + step.durationMs);
      const kind = index % 2 === 0 ? 'even' : 'odd';
      return html`<rect class="axis-step ${kind}" x="${x}" width="${width}" height="100%" />`;
    });
  const lines = axis.ticks.map(({ atMs }) => {
    const { x } = axisSpan(axis, atMs, atMs);
    return html`<line x1="${x}" x2="${x}" y1="0" y2="100%" />`;
  });

  return html`<svg class="axis-back" aria-hidden="true">${bands}${lines}</svg>`;
}

function pieceOf(share: number): number {
  return Number.isFinite(share) ? Math.round(Math.min(1, Math.max(0, share)) * PIECES) : 0;
}

function shareOf(pieces: number): string {
  return `${Number(((pieces / PIECES) * 100).toFixed(3))}%`;
}
