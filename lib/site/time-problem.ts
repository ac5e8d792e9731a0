import { isoOf } from './asked-range.ts';
import type { AskedPage } from './page-address.ts';
import type { PageProblem } from './problem-views.ts';

/** Why nothing can be said of the time that is asked for; null: something can. */
export function timeProblem(asked: AskedPage, nowMs: number): PageProblem | null {
  if (!('range' in asked) || asked.range.kind === 'last') return null;
  const { fromMs } = asked.range.range;
  if (fromMs <= nowMs) return null;

  return {
    status: 400,
    message: `Cannot show the time from ${isoOf(fromMs)} on: it has not begun; expected one that begins before ${isoOf(nowMs)}`,
    nearest: null,
  };
}
