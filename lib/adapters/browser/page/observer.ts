// Runs inside pages, in an isolated world: the page's scripts see neither this script nor its
// globals. It is bundled into one file; the worker validates everything that it sends.
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
import {
  attributionOfCls,
  attributionOfInp,
  attributionOfLcp,
  attributionOfTtfb,
} from './attribution.ts';
import { watchTimeline } from './timeline.ts';

interface ObserverWorld {
  waywiserSend?: (text: string) => void;
  waywiserFlush?: () => Promise<void>;
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
  const out = outbox((text) => world.waywiserSend?.(text));
  watchVitals(out);
  const timeline = watchTimeline((fact) => out.add(fact), MIN_INTERACTION_MS);
  out.add({ kind: 'start' });
  out.post();

  function sendAll(): void {
    timeline.flush();
    out.post();
  }

  // Both events: the library reports its last values in the second, and a window may be closed at
  // the first.
  addEventListener('pagehide', sendAll, { capture: true });
  addEventListener('visibilitychange', sendAll, { capture: true });
  world.waywiserFlush = async () => {
    await Promise.race([settled(), delay(FLUSH_DEADLINE_MS)]);
    sendAll();
  };
}

function watchVitals(out: Outbox): void {
  const options = { reportAllChanges: true };
  function vital(name: string, value: number, attribution: object): void {
    out.add({ kind: 'vital', name, value, attribution });
  }

  onTTFB((metric) => {
    vital('ttfb', metric.value, attributionOfTtfb(metric));
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

/** Buffer of facts to be sent to the worker. */
interface Outbox {
  /**
   * Sends the fact when the page is idle, so that reporting does not slow down what is measured.
   */
  add(fact: object): void;
  /** Sends all buffered facts now. */
  post(): void;
}

/** Latest time at which a page that is never idle sends its facts. */
const POST_WITHIN_MS = 500;
const POST_AT_FACTS = 50;

/** Creates the outbox of this document. */
function outbox(send: (text: string) => void): Outbox {
  // The time origin alone could equal that of another window.
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
