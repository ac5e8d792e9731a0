import type { StepVitals, Vital, VitalName } from '../../../core/record/run-record.ts';
import type { VitalsFact, VitalsMessage } from './vitals-message.ts';
import { roundMicroseconds } from '../../../core/run/step-tracker.ts';

type FactOf<Kind extends VitalsFact['kind']> = Extract<VitalsFact, { kind: Kind }>;

/** The vitals of one soft navigation, by its start in the document's time. */
export interface ObservedRoute {
  url: string | null;
  readonly vitals: Map<VitalName, Vital>;
}

/** All facts that the observer of one document has sent. */
export interface ObservedDocument {
  url: string;
  readonly step: string | null;
  /** The document's time origin in milliseconds since the run's start. */
  startMs: number;
  readonly vitals: Map<VitalName, Vital>;
  readonly shifts: FactOf<'shift'>[];
  readonly interactions: { at: number; durationMs: number }[];
  readonly tasks: { at: number; durationMs: number }[];
  readonly scripts: FactOf<'script'>[];
  readonly routes: Map<number, ObservedRoute>;
  /** The latest input when the document was left; null: it was not, or there was none. */
  lastInput: FactOf<'input'> | null;
}

/** Time and step at which a message arrived. */
export interface Arrival {
  readonly elapsedMs: number;
  readonly step: string | null;
}

/** Creates the record of a document at its first message. */
export function observedDocument(message: VitalsMessage, arrival: Arrival): ObservedDocument {
  const lists = { shifts: [], interactions: [], tasks: [], scripts: [] };

  return {
    url: message.url,
    step: arrival.step,
    startMs: arrival.elapsedMs - message.now,
    vitals: new Map(),
    routes: new Map(),
    lastInput: null,
    ...lists,
  };
}

/**
 * Adds a message. The message with the smallest delay gives the best estimate of the document's
 * start.
 */
export function addMessage(view: ObservedDocument, message: VitalsMessage, arrival: Arrival): void {
  view.startMs = Math.min(view.startMs, arrival.elapsedMs - message.now);
  switch (message.kind) {
    case 'start':
      return;
    case 'vital':
      vitalsFor(view, message.route).set(message.name, {
        value: message.value,
        attribution: message.attribution,
      });

      return;
    case 'route':
      routeAt(view, message.at).url = message.to;

      return;
    case 'input':
      view.lastInput = message;

      return;
    case 'shift':
      view.shifts.push(message);

      return;
    case 'interaction':
      view.interactions.push(message);

      return;
    case 'task':
      view.tasks.push(message);

      return;
    case 'script':
      view.scripts.push(message);
  }
}

function vitalsFor(view: ObservedDocument, route: number | undefined): Map<VitalName, Vital> {
  return route === undefined ? view.vitals : routeAt(view, route).vitals;
}

/** The vitals library and the timeline may round differently. */
const SAME_TIME_MS = 1;

function routeAt(view: ObservedDocument, at: number): ObservedRoute {
  const known = [...view.routes].find(([start]) => Math.abs(start - at) < SAME_TIME_MS)?.[1];
  const route = known ?? { url: null, vitals: new Map<VitalName, Vital>() };
  if (known === undefined) view.routes.set(at, route);

  return route;
}

/** The input with which a document was left. */
export interface LeavingInput extends FactOf<'input'> {
  /**
   * Whether the browser painted a frame after it and reported the interaction, whose duration this then is;
   * otherwise it ends with the handlers.
   */
  readonly isPainted: boolean;
}

/** The input with which the document was left, if it was as long as an interaction; at most one. */
export function leavingInput(view: ObservedDocument): readonly LeavingInput[] {
  const { lastInput, interactions } = view;
  if (lastInput === null) return [];
  const reported = interactions.filter(({ at }) => Math.abs(at - lastInput.at) < SAME_TIME_MS);
  if (reported.length > 0) {
    const durationMs = Math.max(...reported.map((interaction) => interaction.durationMs));

    return [{ ...lastInput, durationMs, isPainted: true }];
  }

  return lastInput.durationMs < MIN_INTERACTION_MS ? [] : [{ ...lastInput, isPainted: false }];
}

/** Browsers do not report interactions shorter than a frame. */
const MIN_INTERACTION_MS = 16;

/** The part of a task beyond this counts as blocking time. https://web.dev/articles/tbt */
const LONG_TASK_MS = 50;

/**
 * A document's total blocking time, its soft navigations included, from the first contentful paint to the end of observation; null if nothing
 * was painted.
 */
export function blockingTime(view: ObservedDocument): Vital | null {
  const fcp = view.vitals.get('fcp')?.value;
  if (fcp === undefined) return null;
  const blocking = blockingTasks(view, fcp);
  const value = roundMicroseconds(blocking.reduce((sum, task) => sum + task.blockingMs, 0));
  const longest = blocking.toSorted((a, b) => b.durationMs - a.durationMs)[0];
  if (longest === undefined) return { value, attribution: {} };
  const script = scriptOf(view, longest);

  return {
    value,
    attribution: {
      longestTaskTime: roundMicroseconds(longest.at),
      longestTaskDuration: roundMicroseconds(longest.durationMs),
      ...script,
    },
  };
}

interface BlockingTask {
  readonly at: number;
  readonly durationMs: number;
  readonly blockingMs: number;
}

/** Of a task that began before the first paint, only the time after it counts. */
function blockingTasks(view: ObservedDocument, fcp: number): readonly BlockingTask[] {
  return view.tasks.flatMap(({ at, durationMs }) => {
    const visibleMs = at + durationMs - Math.max(at, fcp);
    const blockingMs = visibleMs - LONG_TASK_MS;

    return blockingMs > 0 ? [{ at, durationMs, blockingMs }] : [];
  });
}

function scriptOf(view: ObservedDocument, task: BlockingTask): Record<string, string> {
  const within = view.scripts
    .filter(({ at, durationMs }) => at < task.at + task.durationMs && at + durationMs > task.at)
    .toSorted((a, b) => b.durationMs - a.durationMs)[0];
  if (within === undefined) return {};

  return {
    ...(within.script === '' ? {} : { script: within.script }),
    ...(within.invoker === '' ? {} : { invoker: within.invoker }),
  };
}

/** Vitals by step: each event counts for the steps that were running when it happened. */
export function stepVitals(
  views: readonly ObservedDocument[],
  stepsAt: (elapsedMs: number) => readonly string[],
): ReadonlyMap<string, StepVitals> {
  const events = new Map<string, StepEvents>();

  function of(elapsedMs: number): readonly StepEvents[] {
    return stepsAt(elapsedMs).map((name) => {
      const known = events.get(name) ?? { shifts: [], interactions: [], blocking: [] };
      events.set(name, known);

      return known;
    });
  }

  for (const view of views) {
    const { startMs, shifts } = view;
    for (const { at, value } of shifts) {
      for (const step of of(startMs + at)) step.shifts.push({ atMs: startMs + at, value });
    }
    const unpainted = leavingInput(view).filter(({ isPainted }) => !isPainted);
    for (const { at, durationMs } of [...view.interactions, ...unpainted]) {
      for (const step of of(startMs + at)) step.interactions.push(durationMs);
    }
    const fcp = view.vitals.get('fcp')?.value;
    const tasks = fcp === undefined ? [] : blockingTasks(view, fcp);
    for (const { at, blockingMs } of tasks) {
      for (const step of of(startMs + at)) step.blocking.push(blockingMs);
    }
  }

  return new Map([...events].map(([name, step]) => [name, summarised(step)]));
}

interface StepEvents {
  readonly shifts: { atMs: number; value: number }[];
  readonly interactions: number[];
  readonly blocking: number[];
}

function summarised({ shifts, interactions, blocking }: StepEvents): StepVitals {
  return {
    ...(shifts.length === 0 ? {} : { cls: Math.round(largestSession(shifts) * 1e4) / 1e4 }),
    ...(interactions.length === 0 ? {} : { inpMs: roundMicroseconds(Math.max(...interactions)) }),
    ...(blocking.length === 0
      ? {}
      : { tbtMs: roundMicroseconds(blocking.reduce((a, b) => a + b, 0)) }),
  };
}

/** A session window: shifts less than 1 s apart, 5 s in total. https://web.dev/articles/cls */
const SESSION_GAP_MS = 1_000;
const SESSION_LENGTH_MS = 5_000;

function largestSession(shifts: StepEvents['shifts']): number {
  let [sum, largest, firstMs, lastMs] = [0, 0, -Infinity, -Infinity];
  for (const { atMs, value } of shifts.toSorted((a, b) => a.atMs - b.atMs)) {
    const joins = atMs - lastMs < SESSION_GAP_MS && atMs - firstMs < SESSION_LENGTH_MS;
    sum = joins ? sum + value : value;
    if (!joins) firstMs = atMs;
    lastMs = atMs;
    largest = Math.max(largest, sum);
  }

  return largest;
}
