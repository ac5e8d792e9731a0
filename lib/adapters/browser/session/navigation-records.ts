import type {
  NavigationRecord,
  Vital,
  VitalName,
  VitalSet,
} from '../../../core/record/run-record.ts';
import { roundMicroseconds } from '../../../core/run/step-tracker.ts';
import { blockingTime, type ObservedDocument, unpaintedInput } from './observed-document.ts';

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

/** The unpainted input as a vital, if it was made on this route (null: before any). */
function inputOf(view: ObservedDocument, route: number | null): Vital | null {
  const [input] = unpaintedInput(view);
  if (input === undefined) return null;
  // The input that starts a soft navigation belongs to what was shown before.
  const shown = [...view.routes.keys()].filter((at) => at < input.at).toSorted((a, b) => b - a)[0];
  if ((shown ?? null) !== route) return null;
  const { element, interaction, durationMs } = input;

  return { value: durationMs, attribution: { element, interaction, endedBy: 'navigation' } };
}
