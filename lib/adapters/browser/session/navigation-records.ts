import type {
  NavigationRecord,
  Vital,
  VitalName,
  VitalSet,
} from '../../../core/record/run-record.ts';
import { roundMicroseconds } from '../../../core/run/step-tracker.ts';
import { blockingTime, leavingInput, type ObservedDocument } from './observed-document.ts';

/** The records of a document and of its soft navigations, each with its vitals as last reported. */
export function navigationRecords(
  view: ObservedDocument,
  stepsAt: (elapsedMs: number) => readonly string[],
): readonly NavigationRecord[] {
  const tbt = blockingTime(view);
  const document = {
    url: view.url,
    step: view.step,
    startMs: startMs(view, 0),
    vitals: {
      ...vitalSet(view.vitals, inputOf(view, null)),
      ...(tbt === null ? {} : { tbt }),
    },
  };
  const routes = [...view.routes].map(([at, { url, vitals }]) => ({
    url: url ?? view.url,
    step: stepsAt(view.startMs + at).at(-1) ?? null,
    startMs: startMs(view, at),
    soft: true,
    vitals: vitalSet(vitals, inputOf(view, at)),
  }));

  return [document, ...routes];
}

function startMs(view: ObservedDocument, at: number): number {
  return roundMicroseconds(Math.max(0, view.startMs + at));
}

function vitalSet(reported: ReadonlyMap<VitalName, Vital>, input: Vital | null): VitalSet {
  const vitals = new Map(reported);
  if (input !== null && input.value > (vitals.get('inp')?.value ?? 0)) vitals.set('inp', input);

  return Object.fromEntries([...vitals].map(([name, vital]) => [name, rounded(vital)]));
}

function rounded(vital: Vital): Vital {
  return { ...vital, value: Math.round(vital.value * 1e4) / 1e4 };
}

/**
 * The input with which the document was left as a vital, if it was made on this route (null: before any). The
 * library's report of it can be lost with the page.
 */
function inputOf(view: ObservedDocument, route: number | null): Vital | null {
  const [input] = leavingInput(view);
  if (input === undefined || isOneOfMany(view)) return null;
  // The input that starts a soft navigation belongs to what was shown before.
  const shown = [...view.routes.keys()].filter((at) => at < input.at).toSorted((a, b) => b - a)[0];
  if ((shown ?? null) !== route) return null;
  const { element, interaction, durationMs, isPainted } = input;
  const ending = isPainted ? {} : { endedBy: 'navigation' };

  return { value: durationMs, attribution: { element, interaction, ...ending } };
}

/** INP leaves out one interaction of 50, which only the library counts. https://web.dev/articles/inp */
const INTERACTIONS_PER_OUTLIER = 50;

function isOneOfMany({ interactions, vitals }: ObservedDocument): boolean {
  return vitals.has('inp') && interactions.length >= INTERACTIONS_PER_OUTLIER;
}
