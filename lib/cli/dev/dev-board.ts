import type { AlarmChange, AlarmStatus } from '../../core/alarms/alarm-watch.ts';
import { type LocalAlarms, localAlarms } from '../../core/alarms/local-alarms.ts';
import { jsonLine } from '../../core/base/inert-json.ts';
import type { LocalPlatform } from '../../core/platform/local-platform.ts';
import type { PlatformEvent } from '../../core/platform/platform-ports.ts';
import type { RunnableJourney } from '../../core/ports.ts';
import type { RunRecord } from '../../core/record/run-record.ts';
import type { Finding } from '../../core/trends/finding.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import { alarmChangeLine, isNews } from '../../report/terminal/alarms/alarm-change.ts';
import type { BoardJourney } from '../../report/terminal/board/board-view.ts';
import { renderBoard } from '../../report/terminal/board/live-board.ts';
import { renderRunLine } from '../../report/terminal/run/run-line.ts';
import { renderLine } from '../../report/terminal/text/styled-line.ts';
import { findingLines } from '../../report/terminal/trends/finding-lines.ts';
import { type Io, screenOf } from '../frame/io.ts';
import { LOCAL_REGION } from '../frame/workspace.ts';
import { changeDocument } from '../history/alarm-document.ts';
import { boardHistory, type BoardHistory } from './board-history.ts';
import {
  formatBanner,
  type BoardParts,
  formatEnd,
  noticeOf,
  placesOf,
  formatStart,
} from './dev-board-text.ts';

/** The terminal output of `waywiser dev`. */
interface Board {
  readonly start: (platform: LocalPlatform, dashboardUrl: string | null) => void;
  readonly note: (event: PlatformEvent) => void;
  /** Shows a finding that the analysis of trends opened or resolved. */
  readonly finding: (finding: Finding) => void;
  /** Shows a sentence about the platform itself. */
  readonly notice: (text: string) => void;
  /** States of the alarms of a journey. */
  readonly alarmStatuses: (journey: string) => readonly AlarmStatus[];
  readonly stop: () => void;
}

const REDRAW_MS = 1_000;
/** Interval at which alarms are evaluated. */
const ALARMS_MS = 1_000;
/** Runs of each journey that the board shows. */
const SHOWN_RUNS = 60;
/** Runs of each journey that are read at the start, enough for a p95. */
const REMEMBERED_RUNS = 200;
const OPEN_SCREEN = '\u001B[?1049h\u001B[?25l';
const CLOSE_SCREEN = '\u001B[?25h\u001B[?1049l';
const HOME = '\u001B[H';
const CLEAR_TO_END = '\u001B[J';
const ERASE_REST_OF_LINE = '\u001B[K';

/** One form of output: live screen, lines, or JSON. */
interface Picture extends Omit<Board, 'alarmStatuses'> {
  /** Prints a change of an alarm's state. */
  readonly alarm: (change: AlarmChange) => void;
}

/** Opens the board: a live screen on terminals, else one line per run, or JSON lines with `--json`. */
export async function openBoard(parts: BoardParts, io: Io): Promise<Board> {
  const history = boardHistory(SHOWN_RUNS);
  const alarms = alarmsOf(parts);
  for (const { plan } of parts.project.journeys) {
    const query = { journey: plan.name, region: LOCAL_REGION, limit: REMEMBERED_RUNS };
    const runs = (await parts.store.queryRuns(query)).toReversed();
    history.remember(plan.name, runs.slice(-SHOWN_RUNS));
    for (const run of runs) alarms.add(run);
  }
  // Changes before the start are not reported.
  alarms.advance(parts.time.clock.epochMs());
  const view = { ...parts, history, alarms };
  if (parts.options.json === true) return watching(jsonBoard(view, io), view);
  if (process.stdout.isTTY && io.env['TERM'] !== 'dumb') return watching(liveBoard(view, io), view);

  return watching(lineBoard(view, io), view);
}

interface View extends BoardParts {
  readonly history: BoardHistory;
  readonly alarms: LocalAlarms;
}

function alarmsOf({ project: { config, journeys }, time }: BoardParts): LocalAlarms {
  return localAlarms({
    // Alarms count minutes, and a run takes many compressed minutes.
    plans: time.banner === null ? journeys.map(({ plan }) => plan) : [],
    region: LOCAL_REGION,
    stage: config.stage,
    runbookUrl: config.runbookUrl,
    startMs: time.clock.epochMs(),
  });
}

/** Evaluates the alarms with each record and prints their changes. */
function watching(picture: Picture, { alarms, time, onAlarm }: View): Board {
  let timer: NodeJS.Timeout | undefined;

  return {
    start: (platform, dashboardUrl) => {
      picture.start(platform, dashboardUrl);
      timer = setInterval(() => {
        for (const change of alarms.advance(time.clock.epochMs())) {
          picture.alarm(change);
          onAlarm(change);
        }
      }, ALARMS_MS);
    },
    note: (event) => {
      if (event.kind === 'run-recorded') alarms.add(event.record);
      picture.note(event);
    },
    finding: picture.finding,
    notice: picture.notice,
    alarmStatuses: (journey) => alarms.statuses(journey),
    stop: () => {
      clearInterval(timer);
      picture.stop();
    },
  };
}

function noteTo(warn: (text: string) => void, event: PlatformEvent): void {
  const notice = noticeOf(event);
  if (notice !== null) warn(notice);
}

function warningsTo(io: Pick<Io, 'err'>): (text: string) => void {
  return (text) => io.err(`waywiser: ${cleanText(text)}\n`);
}

function jsonBoard(view: View, io: Io): Picture {
  const { alarms } = view;
  const warn = warningsTo(io);

  return {
    start: (_platform, dashboardUrl) => {
      const banner = formatBanner(view);
      if (banner !== null) io.err(`waywiser: ${banner}\n`);
      if (dashboardUrl !== null) io.err(`waywiser: dashboard ${dashboardUrl}\n`);
    },
    stop: () => {},
    notice: warn,
    note: (event) => {
      if (event.kind === 'run-recorded') io.out(jsonLine(event.record));
      noteTo(warn, event);
    },
    alarm: (change) => {
      const evidence = alarms.evidence(change.alarm, change.atMs);
      io.out(jsonLine({ alarm: changeDocument(change, evidence) }));
    },
    finding: (finding) => io.out(jsonLine({ finding })),
  };
}

function lineBoard(view: View, io: Io): Picture {
  const screen = screenOf(io);
  const warn = warningsTo(io);

  return {
    start: (_platform, dashboardUrl) => io.out(`${formatStart(view, dashboardUrl)}\n\n`),
    stop: () => io.out(`\nStopped. ${formatEnd(view)}\n`),
    notice: warn,
    note: (event) => {
      if (event.kind === 'run-recorded') io.out(`${renderRunLine(event.record, screen)}\n`);
      noteTo(warn, event);
    },
    alarm: (change) => {
      if (!isNews(change)) return;
      const evidence = view.alarms.evidence(change.alarm, change.atMs);
      io.out(`${renderLine(alarmChangeLine(change, evidence, screen), screen)}\n`);
    },
    finding: (finding) => {
      for (const line of findingLines(finding, screen)) io.out(`${renderLine(line, screen)}\n`);
    },
  };
}

function liveBoard(view: View, io: Io): Picture {
  const { history } = view;
  let platform: LocalPlatform | null = null;
  let dashboard: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  let lastRunLine = '';

  function draw(): void {
    io.out(pictureOf(view, { platform, dashboard }, io));
  }

  return {
    start: (running, dashboardUrl) => {
      platform = running;
      dashboard = dashboardUrl;
      io.out(OPEN_SCREEN);
      draw();
      timer = setInterval(draw, REDRAW_MS);
      process.stdout.on('resize', draw);
    },
    note: (event) => {
      history.note(event);
      if (event.kind === 'run-recorded') lastRunLine = renderRunLine(event.record, screenOf(io));
      if (platform !== null && event.kind !== 'run-progress') draw();
    },
    alarm: (change) => {
      if (!isNews(change)) return;
      const evidence = view.alarms.evidence(change.alarm, change.atMs);
      history.add(alarmChangeLine(change, evidence, screenOf(io)));
      if (platform !== null) draw();
    },
    notice: (text) => {
      history.add(text);
      if (platform !== null) draw();
    },
    finding: (finding) => {
      for (const line of findingLines(finding, screenOf(io))) history.add(line);
      if (platform !== null) draw();
    },
    stop: () => {
      clearInterval(timer);
      process.stdout.off('resize', draw);
      platform = null;
      io.out(CLOSE_SCREEN);
      if (lastRunLine !== '') io.out(`${lastRunLine}\n`);
      io.out(`Stopped. ${formatEnd(view)}\n`);
    },
  };
}

interface Running {
  readonly platform: LocalPlatform | null;
  /** Null: no dashboard. */
  readonly dashboard: string | null;
}

function pictureOf(view: View, { platform, dashboard }: Running, io: Io): string {
  const { columns, rows } = process.stdout;
  const text = renderBoard(
    {
      nowMs: view.time.clock.epochMs(),
      banner: formatBanner(view),
      stage: view.project.config.stage,
      target: view.project.baseUrl,
      journeys: view.project.journeys.map((journey) => boardJourney(journey, view, platform)),
      where: { ...placesOf(view), dashboard },
      events: view.history.events(),
    },
    { ...screenOf(io), columns, rows },
  );
  const lines = text.split('\n').map((line) => line + ERASE_REST_OF_LINE);

  return HOME + lines.join('\r\n') + CLEAR_TO_END;
}

function boardJourney(
  { plan }: RunnableJourney,
  { history, alarms, time }: View,
  platform: LocalPlatform | null,
): BoardJourney {
  const nextMs = platform?.next(plan.name) ?? null;
  const runs: readonly RunRecord[] = history.runs(plan.name);

  return {
    name: plan.name,
    kind: plan.kind,
    region: LOCAL_REGION,
    state: history.running(plan.name) ? 'running' : 'waiting',
    nextSlotAt: nextMs === null ? null : new Date(nextMs).toISOString(),
    last: runs.at(-1) ?? null,
    recent: runs,
    counts: Object.fromEntries(
      (['passed', 'failed', 'errored', 'skipped', 'missing'] as const).map((outcome) => [
        outcome,
        runs.filter((run) => run.outcome === outcome).length,
      ]),
    ),
    budgets: alarms.budgets(plan.name, time.clock.epochMs()),
    alarms: alarms
      .statuses(plan.name)
      .map(({ alarm: { label }, state, sinceMs }) => ({ label, state, sinceMs })),
  };
}
