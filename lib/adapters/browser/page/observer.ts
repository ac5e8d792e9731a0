// Runs inside pages, in an isolated world: the page's own scripts see neither it nor its globals.
// Bundled into one script with no imports left; what it sends is validated on the other side.
import {
  type CLSMetricWithAttribution,
  type INPMetricWithAttribution,
  type LCPMetricWithAttribution,
  onCLS,
  onFCP,
  onINP,
  onLCP,
  onTTFB,
} from 'web-vitals/attribution';
import { attributionOfCls, attributionOfInp, attributionOfLcp } from './attribution.ts';
import { watchTimeline } from './timeline.ts';

interface ObserverWorld {
  waywiserSend?: (text: string) => void;
  waywiserFlush?: () => Promise<void>;
}

/** Frames painted and idle moments that entries still under way need to arrive. */
const FLUSH_FRAMES = 3;
/** A page that paints no frame in this time (hidden, spinning) has nothing more to say. */
const FLUSH_DEADLINE_MS = 1_000;
/** A frame's entries come when it has reached the screen, later than its callback; on busy machines much. */
const PRESENTATION_MS = 120;
/** Interactions shorter than a frame are not reported by any browser. */
const MIN_INTERACTION_MS = 16;

if (globalThis.top === globalThis.self) start();

function start(): void {
  const world: typeof globalThis & ObserverWorld = globalThis;
  const out = outbox((text) => world.waywiserSend?.(text));
  watchVitals(out);
  const timeline = watchTimeline((fact) => out.add(fact), MIN_INTERACTION_MS);
  out.add({ kind: 'start' });
  out.post();

  function tellAll(): void {
    timeline.flush();
    out.post();
  }

  // Both: the library reports its last values in the second, and a window may be closed on the first.
  addEventListener('pagehide', tellAll, { capture: true });
  addEventListener('visibilitychange', tellAll, { capture: true });
  world.waywiserFlush = async () => {
    await Promise.race([settled(), delay(FLUSH_DEADLINE_MS)]);
    tellAll();
  };
}

function watchVitals(out: Outbox): void {
  const options = { reportAllChanges: true };
  function vital(name: string, value: number, attribution: object): void {
    out.add({ kind: 'vital', name, value, attribution });
  }

  onTTFB(({ value, attribution }) => {
    const { waitingDuration, dnsDuration, connectionDuration, requestDuration } = attribution;
    vital('ttfb', value, { waitingDuration, dnsDuration, connectionDuration, requestDuration });
  }, options);
  onFCP(({ value, attribution }) => {
    const { timeToFirstByte, firstByteToFCP } = attribution;
    vital('fcp', value, { timeToFirstByte, firstByteToFCP });
  }, options);
  onLCP((metric: LCPMetricWithAttribution) => {
    vital('lcp', metric.value, attributionOfLcp(metric));
  }, options);
  onCLS((metric: CLSMetricWithAttribution) => {
    vital('cls', metric.value, attributionOfCls(metric));
  }, options);
  onINP(
    (metric: INPMetricWithAttribution) => {
      vital('inp', metric.value, attributionOfInp(metric));
    },
    { ...options, durationThreshold: MIN_INTERACTION_MS },
  );
}

/** Resolves when entries of everything that has happened so far have been delivered. */
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

/** Facts on their way out of the page. */
interface Outbox {
  /** Sends the fact in an idle moment, so that telling takes no time from what is measured. */
  add(fact: object): void;
  /** Sends what waits, now. */
  post(): void;
}

/** A page that is never idle still tells, this late. */
const POST_WITHIN_MS = 500;
const POST_AT_FACTS = 50;

/** Makes the outbox of this document. */
function outbox(send: (text: string) => void): Outbox {
  // The clock's zero alone could be that of another window.
  const document = `${performance.timeOrigin}-${Math.random()}`;
  let facts: object[] = [];

  function post(): void {
    if (facts.length === 0) return;
    const now = performance.now();
    send(JSON.stringify({ document, now, url: location.href, facts }));
    facts = [];
  }

  return {
    post,
    add: (fact) => {
      facts.push(fact);
      if (facts.length === 1) requestIdleCallback(post, { timeout: POST_WITHIN_MS });
      if (facts.length >= POST_AT_FACTS) post();
    },
  };
}
