import type { PlatformEvent } from '../../core/platform/platform-ports.ts';
import type { RunRecord } from '../../core/record/run-record.ts';
import type { BoardEvent } from '../../report/terminal/board/board-view.ts';
import { noticeOf } from './dev-board-text.ts';

/** The newest runs of each journey, and the newest events, as the board shows them. */
export interface BoardHistory {
  readonly remember: (journey: string, runs: readonly RunRecord[]) => void;
  readonly note: (event: PlatformEvent) => void;
  /** Oldest first. */
  readonly runs: (journey: string) => readonly RunRecord[];
  readonly running: (journey: string) => boolean;
  /** Adds an event that is not a run. */
  readonly add: (event: BoardEvent) => void;
  readonly events: () => readonly BoardEvent[];
}

const MAX_EVENTS = 50;

/** Creates a history that holds the newest `depth` runs of each journey. */
export function boardHistory(depth: number): BoardHistory {
  const runs = new Map<string, readonly RunRecord[]>();
  const running = new Map<string, number>();
  const events: BoardEvent[] = [];

  function add(event: BoardEvent): void {
    events.push(event);
    events.splice(0, events.length - MAX_EVENTS);
  }

  function count(journey: string, change: number): void {
    running.set(journey, Math.max(0, (running.get(journey) ?? 0) + change));
  }

  return {
    remember: (journey, earlier) => void runs.set(journey, earlier),
    runs: (journey) => runs.get(journey) ?? [],
    running: (journey) => (running.get(journey) ?? 0) > 0,
    add,
    events: () => events,
    note: (event) => {
      switch (event.kind) {
        case 'run-started':
          count(event.journey, 1);
          break;
        case 'run-recorded': {
          const { journey } = event.record;
          count(journey, -1);
          runs.set(journey, [...(runs.get(journey) ?? []), event.record].slice(-depth));
          add(event.record);
          break;
        }
        case 'record-delayed':
        case 'clock-moved':
        case 'slots-passed': {
          const notice = noticeOf(event);
          if (notice !== null) add(notice);
          break;
        }
        case 'run-progress':
          break;
      }
    },
  };
}
