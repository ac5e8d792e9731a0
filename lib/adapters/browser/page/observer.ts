// Runs inside pages, in an isolated world: the page's scripts see neither this script nor its
// globals. It is bundled into one file; the worker validates everything that it sends.
import {
  type CLSMetricWithAttribution,
  type INPMetricWithAttribution,
  type LCPMetricWithAttribution,
  type Metric,
  onCLS,
  onFCP,
  onINP,
  onLCP,
  onTTFB,
} from 'web-vitals/attribution';
import {
  attributionOfCls,
  attributionOfFcp,
  attributionOfInp,
  attributionOfLcp,
  attributionOfTtfb,
} from './attribution.ts';
import { idleWork } from './idle-work.ts';
import { lastInput } from './last-input.ts';
import { type Outbox, outbox } from './outbox.ts';
import { watchTimeline } from './timeline.ts';

interface ObserverWorld {
  waywiserSend?: (text: string) => void;
  waywiserFlush?: () => Promise<void>;
  waywiserLeave?: () => void;
  /** https://developer.mozilla.org/en-US/docs/Web/API/Window/navigation */
  readonly navigation?: EventTarget;
}

/** https://developer.mozilla.org/en-US/docs/Web/API/NavigateEvent */
interface NavigateEvent extends Event {
  readonly destination?: { readonly sameDocument: boolean };
}

/** Number of frames to wait, so that pending entries arrive. */
const FLUSH_FRAMES = 3;
/** A page that paints no frame in this time (hidden or busy) reports nothing more. */
const FLUSH_DEADLINE_MS = 1_000;
/**
 * A frame's entries are delivered when it reaches the screen, which can be long after its callback
 * on a busy machine.
 */
const PRESENTATION_MS = 120;
/** Browsers do not report interactions shorter than a frame. */
const MIN_INTERACTION_MS = 16;

if (globalThis.top === globalThis.self) start();

function start(): void {
  const world: typeof globalThis & ObserverWorld = globalThis;
  const idle = idleWork();
  const out = outbox((text) => world.waywiserSend?.(text));
  watchVitals(out);
  const timeline = watchTimeline((fact) => out.add(fact), MIN_INTERACTION_MS);
  const input = lastInput();
  out.add({ kind: 'start' });
  out.post();

  function sendAll(): void {
    timeline.flush();
    out.post();
  }

  // What a page sends after the next document was received does not arrive: the browser has another frame
  // by then. So everything is sent when the navigation begins, and what comes after it at once.
  function leave(): void {
    idle.hurry();
    timeline.flush();
    const last = input.fact();
    if (last !== null) out.add(last);
    out.postAlways();
  }

  world.navigation?.addEventListener('navigate', (event: NavigateEvent) => {
    if (event.destination?.sameDocument === false) leave();
  });
  // Both events: the library reports its last values in the second, and a window may be closed at
  // the first.
  addEventListener('pagehide', leave, { capture: true });
  addEventListener('visibilitychange', sendAll, { capture: true });
  world.waywiserLeave = leave;
  world.waywiserFlush = async () => {
    await Promise.race([settled(), delay(FLUSH_DEADLINE_MS)]);
    sendAll();
  };
}

type Reported = Pick<Metric, 'value' | 'navigationType' | 'navigationStartTime'>;

function watchVitals(out: Outbox): void {
  const options = { reportAllChanges: true, reportSoftNavs: true };
  function vital(name: string, metric: Reported, attribution: object): void {
    const { value, navigationType, navigationStartTime: route } = metric;
    const isSoft = navigationType === 'soft-navigation';
    out.add({ kind: 'vital', name, value, attribution, ...(isSoft ? { route } : {}) });
  }

  // The library reports 0 for soft navigations, of which no time to first byte is known.
  onTTFB(
    (metric) => {
      vital('ttfb', metric, attributionOfTtfb(metric));
    },
    { reportAllChanges: true },
  );
  onFCP((metric) => {
    vital('fcp', metric, attributionOfFcp(metric));
  }, options);
  onLCP((metric: LCPMetricWithAttribution) => {
    vital('lcp', metric, attributionOfLcp(metric));
  }, options);
  onCLS((metric: CLSMetricWithAttribution) => {
    vital('cls', metric, attributionOfCls(metric));
  }, options);
  onINP(
    (metric: INPMetricWithAttribution) => {
      vital('inp', metric, attributionOfInp(metric));
    },
    { ...options, durationThreshold: MIN_INTERACTION_MS },
  );
}

/** Resolves when the entries of all events so far have been delivered. */
async function settled(): Promise<void> {
  for (let frame = 0; frame < FLUSH_FRAMES; frame += 1) {
    await new Promise((resolve) => {
      requestAnimationFrame(resolve);
    });
  }
  await delay(PRESENTATION_MS);
  await new Promise((resolve) => {
    requestIdleCallback(resolve);
  });
  await delay(0);
}

async function delay(ms: number): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
