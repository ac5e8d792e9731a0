import type { RequestRecord, RunVitals, VitalName, VitalSet } from '../record/run-record.ts';
import type { RandomFactors } from './variation.ts';
import type { SimulatedSteps } from './simulated-steps.ts';

/** Factors on the browser's own work. */
interface VitalsFrame {
  readonly ownFactor: number;
  readonly chance: RandomFactors;
}

const NAMES: readonly VitalName[] = ['ttfb', 'fcp', 'lcp', 'cls', 'inp', 'tbt'];

/** Times of the browser's own work between the parts of a page view, in milliseconds. */
const PARSE_MS = 28;
const LOAD_DELAY_MS = 6;
const RENDER_MS = 18;
const INTERACTION_MS = 32;
const BLOCKED_MS = 20;
const SHIFT = 0.012;
const THOUSAND = 1000;

/** Simulates the web vitals of a browser run: each page view's, and the worst value of each. */
export function simulateVitals(
  { requests }: Pick<SimulatedSteps, 'requests'>,
  frame: VitalsFrame,
): RunVitals {
  const navigations = requests.flatMap((document, index) => {
    if (document.resourceType !== 'document') return [];
    const image = requests
      .slice(index + 1)
      .find(({ step, resourceType }) => step === document.step && resourceType === 'image');
    const vitals = vitalsOf(document, image ?? null, frame);

    return [{ url: document.url, step: document.step, startMs: document.startMs, vitals }];
  });
  const worst = NAMES.flatMap((name) => {
    const [first] = navigations
      .flatMap(({ vitals }) => (vitals[name] === undefined ? [] : [vitals[name]]))
      .toSorted((a, b) => b.value - a.value);

    return first === undefined ? [] : [[name, first] as const];
  });

  return { ...Object.fromEntries(worst), navigations };
}

function vitalsOf(
  document: RequestRecord,
  image: RequestRecord | null,
  { ownFactor, chance }: VitalsFrame,
): VitalSet {
  const ttfb = whole(document.totalMs - (document.phases.receiveMs ?? 0));
  const fcp = whole(document.totalMs + own(PARSE_MS));
  const delay = own(LOAD_DELAY_MS);
  const load = image?.totalMs ?? 0;
  const render = own(RENDER_MS);
  const rest = image === null ? whole(fcp - ttfb) : whole(document.totalMs - ttfb + delay);
  const element = image === null ? 'main>h1' : 'main>img';
  const lcp = whole(ttfb + rest + load + render);
  const processing = own(INTERACTION_MS);

  function own(ms: number): number {
    return whole(ms * ownFactor * chance.own());
  }

  return {
    ttfb: { value: ttfb, attribution: {} },
    fcp: { value: Math.min(fcp, lcp), attribution: { timeToFirstByte: ttfb } },
    lcp: {
      value: lcp,
      attribution: {
        element,
        timeToFirstByte: ttfb,
        resourceLoadDelay: rest,
        resourceLoadDuration: load,
        elementRenderDelay: render,
      },
    },
    cls: { value: whole(SHIFT * chance.own()), attribution: { element } },
    inp: {
      value: processing,
      attribution: { element: 'button', interaction: 'pointer', processingDuration: processing },
    },
    tbt: { value: own(BLOCKED_MS), attribution: {} },
  };
}

/** Rounds to thousandths, as stored values of a browser are. */
function whole(value: number): number {
  return Math.round(value * THOUSAND) / THOUSAND;
}
