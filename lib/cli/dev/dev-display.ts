import type { LocalPlatform } from '../../core/platform/local-platform.ts';
import type { PlatformEvent } from '../../core/platform/platform-ports.ts';
import type { Finding } from '../../core/trends/finding.ts';
import type { PortChoice } from '../dashboard/dashboard-options.ts';
import type { HistoryStores } from '../frame/history-stores.ts';
import type { Io } from '../frame/io.ts';
import type { BoardParts } from './dev-board-words.ts';
import { openBoard } from './dev-board.ts';
import { openDevDashboard } from './dev-dashboard.ts';

/** What `waywiser dev` shows, and where. */
export interface DisplayParts extends Omit<BoardParts, 'store' | 'onAlarm'> {
  readonly stores: HistoryStores;
  /** Where the dashboard is to be; null: nowhere. */
  readonly choice: PortChoice | null;
}

/** All that `waywiser dev` shows: the board, and the dashboard's pages. */
export interface Display {
  readonly start: (platform: LocalPlatform) => void;
  readonly note: (event: PlatformEvent) => void;
  /** Shows what the look for trends found, or found to be over. */
  readonly finding: (finding: Finding) => void;
  /** Ends the pages, whoever still reads them. */
  readonly endPages: () => Promise<void>;
  /** Ends the board: what was said last stays on the terminal. */
  readonly stop: () => void;
}

/** Opens the board and, beside it, the dashboard. */
export async function openDisplay(parts: DisplayParts, io: Io): Promise<Display> {
  const { stores } = parts;
  const board = await openBoard(
    { ...parts, store: stores.store, onAlarm: (change) => dashboard.alarm(change) },
    io,
  );
  const dashboard = await openDevDashboard({ ...parts, standings: board.standings }, io);

  return {
    start: (platform) => board.start(platform, dashboard.url),
    note: (event) => {
      board.note(event);
      dashboard.note(event);
    },
    finding: (finding) => {
      board.finding(finding);
      dashboard.finding(finding);
    },
    endPages: async () => await dashboard.stop(),
    stop: () => board.stop(),
  };
}
