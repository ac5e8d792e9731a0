import type { AlarmState } from '../core/alarms/alarm-definition.ts';
import type { EventSink } from '../core/dashboard/web-port.ts';
import type { RunRecord } from '../core/record/run-record.ts';
import type { Finding } from '../core/trends/finding.ts';

/** A change of an alarm's state. */
export interface AlarmNews {
  readonly journey: string;
  readonly label: string;
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

/** An event that pages show: a new run, finding or alarm state. */
export type News =
  | { readonly kind: 'run'; readonly record: RunRecord }
  | { readonly kind: 'finding'; readonly finding: Finding }
  | { readonly kind: 'alarm'; readonly alarm: AlarmNews };

/** Sends news to listening pages. */
export interface LiveHub {
  publish(news: News): void;
  /** Sends the events after `lastEventId` first; the returned function ends the subscription. */
  listen(sink: EventSink, lastEventId: string | null): () => void;
  /** Whether a page listens. */
  isHeard(): boolean;
  /** Ends all subscriptions. */
  close(): void;
}

/** The identity and the timer of a hub. */
export interface LiveHubParts {
  /** Distinguishes events of this process from those of an earlier one: letters and digits. */
  readonly session: string;
  /** Calls back repeatedly; the returned function ends that. */
  readonly every: (intervalMs: number, action: () => void) => () => void;
}

/** Number of past events replayed to a reconnecting client. */
const MAX_REPLAYED = 100;
/** Shorter than the idle time-outs of proxies and sockets. */
const HEARTBEAT_MS = 15_000;
/** The delay before a client reconnects. */
const RETRY_MS = 2_000;

/**
 * Opens the hub of server-sent events. Each event has an id. A client that reconnects with the last
 * id that it got receives the events after it or, when those are gone, the event `lost`: it has to
 * reload.
 */
export function liveHub({ session, every }: LiveHubParts): LiveHub {
  const sinks = new Set<EventSink>();
  const ring: { readonly number: number; readonly text: string }[] = [];
  let last = 0;
  const stopHeartbeat = every(HEARTBEAT_MS, () => sendAll(': heartbeat\n\n'));

  function sendAll(text: string): void {
    for (const sink of sinks) if (!sink.send(text)) sinks.delete(sink);
  }

  function missedSince(lastEventId: string): readonly string[] {
    const [of, number] = lastEventId.split('-');
    const seen = of === session && /^\d+$/.test(number ?? '') ? Number(number) : Number.NaN;
    const oldest = ring[0]?.number ?? last + 1;
    // Also when it is not a number: the id is of another session, or invalid.
    if (!(seen >= oldest - 1 && seen <= last)) return [eventText('lost', `${session}-${last}`, {})];

    return ring.filter((event) => event.number > seen).map(({ text }) => text);
  }

  return {
    publish: (news) => {
      last += 1;
      const text = eventText(news.kind, `${session}-${last}`, dataOf(news));
      ring.push({ number: last, text });
      if (ring.length > MAX_REPLAYED) ring.shift();
      sendAll(text);
    },
    listen: (sink, lastEventId) => {
      const missed = lastEventId === null ? [] : missedSince(lastEventId);
      // With an id: a client that reconnects before the first event gets what it missed.
      const greeting = `retry: ${RETRY_MS}\nid: ${session}-${last}\n\n`;
      const first = missed.length === 0 ? [greeting] : [`retry: ${RETRY_MS}\n\n`, ...missed];
      if (first.every((text) => sink.send(text))) sinks.add(sink);

      return () => void sinks.delete(sink);
    },
    isHeard: () => sinks.size > 0,
    close: () => {
      stopHeartbeat();
      for (const sink of sinks) sink.end();
      sinks.clear();
    },
  };
}

/** The journey of a piece of news. */
export function journeyOf(news: News): string {
  switch (news.kind) {
    case 'run':
      return news.record.journey;
    case 'finding':
      return news.finding.journey;
    case 'alarm':
      return news.alarm.journey;
  }
}

function dataOf(news: News): unknown {
  switch (news.kind) {
    case 'run': {
      const { journey, region, runId, outcome, durationMs, startedAt } = news.record;
      return { journey, region, runId, outcome, durationMs, startedAt };
    }
    case 'finding': {
      const { journey, region, metric, id, subject, foundAt, resolved } = news.finding;
      return { journey, region, metric, id, kind: subject.kind, foundAt, resolved };
    }
    case 'alarm':
      return news.alarm;
  }
}

/** JSON has no line ends, so that no data can end its event. */
function eventText(kind: string, id: string, data: unknown): string {
  return `event: ${kind}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}
