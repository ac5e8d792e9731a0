import { inWholeUnits } from '../base/whole-units.ts';
import type { FailureReason } from '../ports.ts';

/** Events of pages that the monitor counts, because a page can send them without limit. */
export type PageEventKind =
  | 'console messages'
  | 'WebSocket messages'
  | 'requests'
  | 'dialogs'
  | 'navigations';

/** More events than a monitor can take in, and the time in which they came. */
export interface EventFlood {
  readonly kind: PageEventKind;
  readonly count: number;
  readonly withinMs: number;
}

/** What a check of browser and page from outside observed. */
export interface ResponseCheck {
  /** How long the check has waited for answers. */
  readonly waitedMs: number;
  readonly browserAnswered: boolean;
  /** Whether the main thread of each page answered. */
  readonly pagesAnswered: boolean;
  /** URL of a page that did not answer; null: all did, or it was not loaded from a server. */
  readonly silentUrl: string | null;
  /** Time of the page's busiest thread: on a processor, and waiting for one; null: unknown. */
  readonly thread: { readonly ranMs: number; readonly queuedMs: number } | null;
  /** Whether a process of browser or page is stopped by a signal. */
  readonly isStopped: boolean;
  readonly flood: EventFlood | null;
  /** Bytes that this process received meanwhile, nearly all of them from the browser; null: unknown. */
  readonly receivedBytes: number | null;
}

/** A page that used so much of a processor without an answer keeps itself busy. */
const BUSY_MS = 500;
/**
 * So much from a browser that answers nothing is the reason for its silence: large messages are a flood,
 * however few they are. The pictures of a recording are less.
 */
const FLOOD_BYTES = 4_000_000;
const BYTES_PER_MB = 1_000_000;
/** A page that wanted less than this share of the time waits for something. */
const WAITING_SHARE = 0.5;

/** Whether waiting longer would change nothing: all answered, or it is known why they do not. */
export function isDecided(check: ResponseCheck): boolean {
  const { browserAnswered, pagesAnswered, isStopped, flood, thread } = check;
  if (browserAnswered && pagesAnswered) return true;
  if (isStopped || flood !== null) return true;
  if (!browserAnswered) return isFlooded(check);

  return thread === null || thread.ranMs >= BUSY_MS || isWaiting(check);
}

function isWaiting({ thread, waitedMs }: ResponseCheck): boolean {
  return thread !== null && thread.ranMs + thread.queuedMs < WAITING_SHARE * waitedMs;
}

/**
 * Why browser or page do not respond; null: they do, or the page waits for something and is not busy.
 * A page that keeps its process busy is the target's fault, a process that gets no CPU the monitor's.
 */
export function judgeResponse(check: ResponseCheck): FailureReason | null {
  const { browserAnswered, pagesAnswered, waitedMs, isStopped, flood } = check;
  if (isStopped) return monitors('A process of the browser is stopped');
  if (browserAnswered && pagesAnswered) return null;
  if (flood !== null) return floodFailure(flood);
  if (!browserAnswered && isFlooded(check)) return bytesFailure(check);
  if (!browserAnswered) {
    return monitors(`The browser is running, but did not answer for ${inWholeUnits(waitedMs)}`);
  }

  return silentPage(check);
}

/** The failure of a page that sends more events than a monitor can take in. */
export function floodFailure({ kind, count, withinMs }: EventFlood): FailureReason {
  return {
    cause: 'target.unresponsive',
    message: `The page does not respond: it made ${count} ${kind} within ${inWholeUnits(withinMs)}, and keeps its browser busy with them`,
  };
}

function isFlooded({ receivedBytes }: ResponseCheck): boolean {
  return receivedBytes !== null && receivedBytes >= FLOOD_BYTES;
}

function bytesFailure({ receivedBytes, waitedMs }: ResponseCheck): FailureReason {
  const size = ((receivedBytes ?? 0) / BYTES_PER_MB).toFixed(1);

  return {
    cause: 'target.unresponsive',
    message: `The page does not respond: it made its browser report ${size} MB of events within ${inWholeUnits(waitedMs)}, and keeps it busy with them`,
  };
}

function silentPage(check: ResponseCheck): FailureReason | null {
  const { thread, waitedMs, silentUrl } = check;
  // A page that the journey filled itself is not the target's.
  if (silentUrl === null) return null;
  const what = `The page ${silentUrl} did not respond for ${inWholeUnits(waitedMs)}`;
  if (thread === null) return { cause: 'target.unresponsive', message: what };
  const used = `${inWholeUnits(thread.ranMs)} of CPU time`;
  if (thread.ranMs >= BUSY_MS) {
    return {
      cause: 'target.unresponsive',
      message: `${what} and used ${used}: a script, or its layout, keeps it busy`,
    };
  }
  if (isWaiting(check)) return null;

  return monitors(`${what}: this machine is too busy, the page got ${used} and no more`);
}

function monitors(message: string): FailureReason {
  return { cause: 'monitor.browser', message };
}
