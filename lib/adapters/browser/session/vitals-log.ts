import type {
  NavigationRecord,
  RunVitals,
  StepVitals,
  VitalName,
  VitalSet,
} from '../../../core/record/run-record.ts';
import type { RunFrame } from '../../../core/ports.ts';
import {
  addMessage,
  type Arrival,
  type ObservedDocument,
  observedDocument,
  stepVitals,
} from './observed-document.ts';
import { navigationRecords } from './navigation-records.ts';
import { parseVitalsMessages, type VitalsMessage } from './vitals-message.ts';

/** Maximum number of stored page views; further ones are counted. */
const MAX_VIEWS = 50;

/** The vitals of all pages of one attempt. */
export interface VitalsLog {
  /** Adds the messages of a page's observer. */
  readonly receive: (text: string) => void;
  vitals(): RunVitals;
  stepVitals(): ReadonlyMap<string, StepVitals>;
  /** Page views left out. */
  omitted(): number;
}

/** Creates the empty log of an attempt. */
export function vitalsLog(frame: RunFrame): VitalsLog {
  const views = new Map<string, ObservedDocument>();
  const left = new Set<string>();

  function all(): readonly NavigationRecord[] {
    return [...views.values()]
      .flatMap((view) => navigationRecords(view, (ms) => frame.stepsAt(ms)))
      .toSorted((a, b) => a.startMs - b.startMs);
  }

  function take(message: VitalsMessage, arrival: Arrival): void {
    if (!/^https?:/.test(message.url)) return;
    const known = views.get(message.document);
    if (known === undefined && views.size >= MAX_VIEWS) {
      left.add(message.document);

      return;
    }
    const view = known ?? observedDocument(message, arrival);
    views.set(message.document, view);
    addMessage(view, message, arrival);
  }

  return {
    receive: (text) => {
      const arrival = { elapsedMs: frame.elapsedMs(), step: frame.currentStep() };
      for (const message of parseVitalsMessages(text)) take(message, arrival);
    },
    vitals: () => {
      const navigations = all();

      return { ...worst(navigations), navigations: navigations.slice(0, MAX_VIEWS) };
    },
    stepVitals: () => stepVitals([...views.values()], (ms) => frame.stepsAt(ms)),
    omitted: () => left.size + Math.max(0, all().length - MAX_VIEWS),
  };
}

function worst(navigations: readonly NavigationRecord[]): VitalSet {
  const sets = navigations.map(({ vitals }) => vitals);
  const all = NAMES.flatMap((name) => {
    const found = sets.flatMap((set) => set[name] ?? []).toSorted((a, b) => b.value - a.value)[0];

    return found === undefined ? [] : [[name, found] as const];
  });

  return Object.fromEntries(all);
}

const NAMES: readonly VitalName[] = ['ttfb', 'fcp', 'lcp', 'cls', 'inp', 'tbt'];
