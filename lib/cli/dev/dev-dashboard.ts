import { evidenceFolder } from '../../adapters/local/evidence-folder.ts';
import type { AlarmChange, AlarmStatus } from '../../core/alarms/alarm-watch.ts';
import { errorText } from '../../core/base/error-text.ts';
import type { AlarmStatuses } from '../../core/dashboard/dashboard-ports.ts';
import { runbookLink } from '../../core/dashboard/status/status.ts';
import type { PlatformEvent } from '../../core/platform/platform-ports.ts';
import type { Finding } from '../../core/trends/finding.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import { traceCommand } from '../../report/format/trace-command.ts';
import { type PortChoice, readPort } from '../dashboard/dashboard-options.ts';
import { serveDashboard } from '../dashboard/dashboard-site.ts';
import { compressedStatuses } from '../dashboard/replayed-statuses.ts';
import type { DevTime } from '../frame/dev-time.ts';
import { type HistoryStores, openHistory } from '../frame/history-stores.ts';
import type { Io } from '../frame/io.ts';
import type { OpenProject } from '../frame/open-project.ts';
import type { Paths } from '../frame/paths.ts';
import { formatBanner } from './dev-board-text.ts';
import type { DevOptions } from './dev-time-options.ts';

/** What the dashboard of `waywiser dev` depends on. */
interface DevDashboardParts {
  readonly project: OpenProject;
  readonly paths: Paths;
  readonly stores: HistoryStores;
  readonly time: Pick<DevTime, 'clock' | 'banner'>;
  /** Null: no dashboard. */
  readonly choice: PortChoice | null;
  /** States of the alarms of a journey. */
  readonly alarmStatuses: (journey: string) => readonly AlarmStatus[];
}

/** The dashboard of `waywiser dev`; its methods push events to open pages. */
interface DevDashboard {
  /** Null: no dashboard. */
  readonly url: string | null;
  note(event: PlatformEvent): void;
  alarm(change: AlarmChange): void;
  finding(finding: Finding): void;
  stop(): Promise<void>;
}

const NONE: DevDashboard = {
  url: null,
  note: () => {},
  alarm: () => {},
  finding: () => {},
  stop: async () => {},
};

const MORE_PORTS = 20;

/** Reads the options of the dashboard's port; null: no dashboard; a string: a problem. */
export function devDashboardChoice({
  dashboard,
  dashboardPort,
}: DevOptions): PortChoice | string | null {
  if (dashboard === false) return null;
  const choice = readPort(dashboardPort, '--dashboard-port');

  // A taken port must not stop the journeys, so the next ones are tried.
  return typeof choice === 'string' ? choice : { ...choice, morePorts: MORE_PORTS };
}

/** Serves the dashboard; if that fails, prints a warning and continues without it. */
export async function openDevDashboard(
  parts: DevDashboardParts,
  io: Pick<Io, 'err'>,
): Promise<DevDashboard> {
  const { choice } = parts;
  if (choice === null) return NONE;
  try {
    const dashboard = await serve(parts, choice, io);
    if (choice.port !== 0 && dashboard.port !== choice.port) {
      io.err(`waywiser: port ${choice.port} is taken; the dashboard is at ${dashboard.url}\n`);
    }

    return {
      url: dashboard.url,
      note: (event) => {
        if (event.kind === 'run-recorded') dashboard.publish({ kind: 'run', record: event.record });
      },
      alarm: ({ alarm: { journey, label }, from, to, atMs }) =>
        dashboard.publish({ kind: 'alarm', alarm: { journey, label, from, to, atMs } }),
      finding: (finding) => dashboard.publish({ kind: 'finding', finding }),
      stop: async () => await dashboard.close(),
    };
  } catch (error) {
    const reason = errorText(error);
    io.err(`waywiser: the dashboard could not be started: ${cleanText(reason)}\n`);

    return NONE;
  }
}

function watchedStatuses({ project, alarmStatuses }: DevDashboardParts): AlarmStatuses {
  const { runbookUrl } = project.config;

  return {
    statusesOf: async ({ name }) =>
      alarmStatuses(name).map(({ alarm: { label, kind }, state, sinceMs }) => ({
        label,
        state,
        sinceMs,
        runbookUrl: runbookLink(runbookUrl, kind),
      })),
  };
}

async function serve(
  parts: DevDashboardParts,
  choice: PortChoice,
  io: Pick<Io, 'err'>,
): ReturnType<typeof serveDashboard> {
  const { project, paths, stores, time } = parts;
  const { config, journeys } = project;

  return await serveDashboard(
    {
      project: {
        source: 'local',
        banner: formatBanner({ time }),
        config,
        plans: journeys.map(({ plan }) => plan),
      },
      history: openHistory(stores),
      evidence: evidenceFolder({ ...paths, traceCommand }),
      alarms: time.banner === null ? watchedStatuses(parts) : compressedStatuses,
      isLive: true,
      epochMs: time.clock.epochMs,
      webDir: paths.webDir,
      choice,
    },
    io,
  );
}
