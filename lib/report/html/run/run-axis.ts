import type { RunRecord, StepRecord } from '../../../core/record/run-record.ts';
import { type Tick, valueTicks } from '../../format/axis-ticks.ts';
import { html, type Html } from '../parts/html.ts';

/** Time axis shared by all charts of a run: from its start to the end of its last part. */
export interface RunAxis {
  readonly endMs: number;
  readonly ticks: readonly Tick[];
}

/** Position and width on an axis as SVG percentages: `12.5%`. */
export interface AxisSpan {
  readonly x: string;
  readonly width: string;
}

/** More labels would overlap on a phone. */
const MAX_TICKS = 5;
/** Positions are rounded to this fraction of the axis, so that adjacent bars share one edge. */
const PIECES = 100_000;
/** A label further right than this would be cut off. */
const LAST_LABEL_SHARE = 0.93;

/** Covers the run, its steps and its requests, even where one of them ends late. */
export function runAxis(record: RunRecord): RunAxis {
  const ends = [
    record.durationMs,
    ...record.steps.map(({ startMs, durationMs }) => startMs + durationMs),
    ...record.requests.map(({ startMs, totalMs }) => startMs + totalMs),
  ].filter((ms) => Number.isFinite(ms) && ms > 0);
  const endMs = ends.reduce((most, ms) => Math.max(most, ms), 0) || 1;

  return { endMs, ticks: valueTicks(endMs, 'ms', MAX_TICKS) };
}

/** Converts a time span; adjacent spans share an edge, and their widths add up. */
export function axisSpan({ endMs }: RunAxis, fromMs: number, toMs: number): AxisSpan {
  const from = pieceOf(fromMs / endMs);
  const to = Math.max(from, pieceOf(toMs / endMs));

  return { x: shareOf(from), width: shareOf(to - from) };
}

/** Labels at round times, as an SVG of their own above the bars. */
export function axisLabels(axis: RunAxis): Html {
  const labels = axis.ticks
    .filter(({ at }) => at / axis.endMs <= LAST_LABEL_SHARE)
    .map(({ at, label }) => {
      const { x } = axisSpan(axis, at, at);
      return html`<text x="${x}" dx="3" y="12">${label}</text>`;
    });

  return html`<svg class="axis-labels" height="16" aria-hidden="true">${labels}</svg>`;
}

/** Background of all rows: the run's outer steps as bands, and a line at each label. */
export function axisBackdrop(axis: RunAxis, steps: readonly StepRecord[]): Html {
  const bands = steps
    .filter(({ parent }) => parent === null)
    .map((step, index) => {
      const { x, width } = axisSpan(axis, step.startMs, step.startMs + step.durationMs);
      const kind = index % 2 === 0 ? 'even' : 'odd';
      return html`<rect class="axis-step ${kind}" x="${x}" width="${width}" height="100%" />`;
    });
  const lines = axis.ticks.map(({ at }) => {
    const { x } = axisSpan(axis, at, at);
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
