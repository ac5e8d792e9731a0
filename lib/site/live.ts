import type { AlarmState } from '../core/alarms/alarm-definition.ts';
import type { EventSink } from '../core/dashboard/web-port.ts';
import type { RunRecord } from '../core/record/run-record.ts';
import type { Finding } from '../core/trends/finding.ts';

/** A change of an alarm's state, for readers. */
export interface AlarmNews {
  readonly journey: string;
  readonly label: string;
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

/** Something that just happened. */
export type News =
  | { readonly kind: 'run'; readonly record: RunRecord }
  | { readonly kind: 'finding'; readonly finding: Finding }
  | { readonly kind: 'alarm'; readonly alarm: AlarmNews };

/** Tells whoever listens what happens. */
export interface LiveHub {
  publish(news: News): void;
  /** Tells a reader first what came after the event that it saw last; the answer ends it. */
  listen(sink: EventSink, lastEventId: string | null): () => void;
  /** Whether anybody listens. */
  isHeard(): boolean;
  /** Ends all readers. */
  close(): void;
}

/** What the hub needs of its surroundings. */
export interface LiveHubParts {
  /** Tells the events of this process from those of one before. Letters and digits. */
  readonly session: string;
  /** Calls back again and again; the answer ends that. */
  readonly every: (intervalMs: number, action: () => void) => () => void;
}

/** Who was away for a moment gets so many events that it missed. */
const REMEMBERED = 100;
/** Shorter than what proxies and sockets take for silence. */
const HEARTBEAT_MS = 15_000;
/** How long readers wait before they come again. */
const RETRY_MS = 2_000;

/**
 * Opens the hub of server-sent events. Each event has an id; a reader that comes back with the last
 * one that it saw gets what it missed, or, where that is no longer known, the event `lost`: what it
 * shows is to be read anew.
 */
export function liveHub({ session, every }: LiveHubParts): LiveHub {
  const sinks = new Set<EventSink>();
  const ring: { readonly number: number; readonly text: string }[] = [];
  let last = 0;
  const stopHeartbeat = every(HEARTBEAT_MS, () => tell(': still here\n\n'));

  function tell(text: string): void {
    for (const sink of sinks) if (!sink.send(text)) sinks.delete(sink);
  }

  function missedSince(lastEventId: string): readonly string[] {
    const [of, number] = lastEventId.split('-');
    const seen = of === session && /^\d+$/.test(number ?? '') ? Number(number) : Number.NaN;
    const oldest = ring[0]?.number ?? last + 1;
    // Also where it is no number: of another session, or of nobody.
    if (!(seen >= oldest - 1 && seen <= last)) return [eventText('lost', `${session}-${last}`, {})];

    return ring.filter((event) => event.number > seen).map(({ text }) => text);
  }

  return {
    publish: (news) => {
      last += 1;
      const text = eventText(news.kind, `${session}-${last}`, dataOf(news));
      ring.push({ number: last, text });
      if (ring.length > REMEMBERED) ring.shift();
      tell(text);
    },
    listen: (sink, lastEventId) => {
      const missed = lastEventId === null ? [] : missedSince(lastEventId);
      // An id at once: who has seen nothing yet is to come back as one who was here.
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

/** The journey that something happened to. */
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
