import type { LocalPlatform } from '../../core/platform/local-platform.ts';
import type { PlatformEvent } from '../../core/platform/platform-ports.ts';
import type { Finding } from '../../core/trends/finding.ts';
import type { PortChoice } from '../dashboard/dashboard-options.ts';
import type { HistoryStores } from '../frame/history-stores.ts';
import type { Io } from '../frame/io.ts';
import type { BoardParts } from './dev-board-text.ts';
import { openBoard } from './dev-board.ts';
import { openDevDashboard } from './dev-dashboard.ts';

/** What the output of `waywiser dev` depends on. */
interface DisplayParts extends Omit<BoardParts, 'store' | 'onAlarm'> {
  readonly stores: HistoryStores;
  /** Port of the dashboard; null: no dashboard. */
  readonly choice: PortChoice | null;
}

/** The output of `waywiser dev`: the board and the dashboard. */
export interface Display {
  readonly start: (platform: LocalPlatform) => void;
  readonly note: (event: PlatformEvent) => void;
  /** Shows a finding that the analysis of trends opened or resolved. */
  readonly finding: (finding: Finding) => void;
  /** Shows a sentence about the platform itself. */
  readonly notice: (text: string) => void;
  /** Stops the dashboard and closes its connections. */
  readonly endPages: () => Promise<void>;
  /** Closes the board; its last lines stay on the terminal. */
  readonly stop: () => void;
}

/** Opens the board and the dashboard. */
export async function openDisplay(parts: DisplayParts, io: Io): Promise<Display> {
  const { stores } = parts;
  const board = await openBoard(
    { ...parts, store: stores.store, onAlarm: (change) => dashboard.alarm(change) },
    io,
  );
  const dashboard = await openDevDashboard({ ...parts, alarmStatuses: board.alarmStatuses }, io);

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
    notice: board.notice,
    endPages: async () => await dashboard.stop(),
    stop: () => board.stop(),
  };
}
