// Runs inside pages, in an isolated world: the page's own scripts see neither it nor its globals.
// Bundled into one script with no imports left; what it sends is validated on the other side.
import {
  onCLS,
  onFCP,
  onINP,
  onLCP,
  onTTFB,
  type CLSMetricWithAttribution,
  type INPMetricWithAttribution,
  type LCPMetricWithAttribution,
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
const FLUSH_DEADLINE_MS = 500;
/** Interactions shorter than a frame are not reported by any browser. */
const SHORTEST_INTERACTION_MS = 16;

if (globalThis.top === globalThis.self) start();

function start(): void {
  const world: typeof globalThis & ObserverWorld = globalThis;
  const document = `${performance.timeOrigin}-${Math.random()}`;

  function send(message: object): void {
    const now = performance.now();
    world.waywiserSend?.(JSON.stringify({ document, now, url: location.href, ...message }));
  }

  function vital(name: string, value: number, attribution: object): void {
    send({ kind: 'vital', name, value, attribution });
  }

  const options = { reportAllChanges: true };
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
    { ...options, durationThreshold: SHORTEST_INTERACTION_MS },
  );
  const timeline = watchTimeline(send, SHORTEST_INTERACTION_MS);
  send({ kind: 'start' });
  addEventListener('pagehide', () => timeline.flush(), { capture: true });
  world.waywiserFlush = async () => {
    await Promise.race([settled(), delay(FLUSH_DEADLINE_MS)]);
    timeline.flush();
  };
}

/** Resolves when entries of everything that has happened so far have been delivered. */
async function settled(): Promise<void> {
  for (let frame = 0; frame < FLUSH_FRAMES; frame += 1) {
    await new Promise((resolve) => {
      requestAnimationFrame(resolve);
    });
  }
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
