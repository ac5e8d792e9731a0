import path from 'node:path';
import type { LocalPlatform } from '../core/platform/local-platform.ts';
import type { PlatformEvent } from '../core/platform/platform-ports.ts';
import type { RunnableJourney, RunStore } from '../core/ports.ts';
import type { RunRecord } from '../core/record/run-record.ts';
import { type BoardJourney, renderBoard } from '../report/live-board.ts';
import { renderRunLine } from '../report/run-line.ts';
import type { DevOptions } from './dev-options.ts';
import type { Io } from './io.ts';
import { boardLedger, type BoardLedger } from './board-ledger.ts';
import type { OpenProject } from './open-project.ts';
import type { Paths } from './paths.ts';
import { screenOf } from './screen.ts';
import { LOCAL_REGION } from './workshop.ts';

/** What `waywiser dev` shows while it runs. */
export interface Board {
  readonly start: (platform: LocalPlatform) => void;
  readonly note: (event: PlatformEvent) => void;
  readonly stop: () => void;
}

/** What the board is about. */
export interface BoardParts {
  readonly options: DevOptions;
  readonly project: OpenProject;
  readonly paths: Paths;
  readonly store: RunStore;
}

const REDRAW_MS = 1_000;
/** Runs of each journey that are read back at the start. */
const REMEMBERED_RUNS = 60;
const OPEN_SCREEN = '\u001B[?1049h\u001B[?25l';
const CLOSE_SCREEN = '\u001B[?25h\u001B[?1049l';
const HOME = '\u001B[H';
const CLEAR_TO_END = '\u001B[J';
const ERASE_REST_OF_LINE = '\u001B[K';

/** Opens the board: a live screen on a terminal, a line for each run elsewhere, JSON lines if asked. */
export async function openBoard(parts: BoardParts, io: Io): Promise<Board> {
  const ledger = boardLedger(REMEMBERED_RUNS);
  for (const { plan } of parts.project.journeys) {
    const query = { journey: plan.name, region: LOCAL_REGION, limit: REMEMBERED_RUNS };
    ledger.remember(plan.name, (await parts.store.queryRuns(query)).toReversed());
  }
  if (parts.options.json === true) return jsonBoard(io);
  if (process.stdout.isTTY && io.env['TERM'] !== 'dumb') return liveBoard(parts, ledger, io);

  return lineBoard(parts, io);
}

function jsonBoard(io: Io): Board {
  return {
    start: () => {},
    stop: () => {},
    note: (event) => {
      if (event.kind === 'run-recorded') io.out(`${JSON.stringify(event.record)}\n`);
      if (event.kind === 'record-delayed') io.err(delayedWords(event));
    },
  };
}

function lineBoard(parts: BoardParts, io: Io): Board {
  const screen = screenOf(io);

  return {
    start: () => io.out(`${whereWords(parts)}\n\n`),
    stop: () => io.out(`\nStopped. ${keptWords(parts)}\n`),
    note: (event) => {
      if (event.kind === 'run-recorded') io.out(`${renderRunLine(event.record, screen)}\n`);
      if (event.kind === 'record-delayed') io.err(delayedWords(event));
    },
  };
}

function liveBoard(parts: BoardParts, ledger: BoardLedger, io: Io): Board {
  let platform: LocalPlatform | null = null;
  let timer: NodeJS.Timeout | undefined;
  let lastRunLine = '';

  function draw(): void {
    const journeys = parts.project.journeys.map((journey) =>
      boardJourney(journey, ledger, platform),
    );
    const { columns, rows } = process.stdout;
    const text = renderBoard(
      {
        nowMs: Date.now(),
        stage: parts.project.config.stage,
        target: parts.project.baseUrl,
        journeys,
        where: placesOf(parts),
        events: ledger.events(),
      },
      { ...screenOf(io), columns, rows },
    );
    const lines = text.split('\n').map((line) => line + ERASE_REST_OF_LINE);
    io.out(HOME + lines.join('\r\n') + CLEAR_TO_END);
  }

  return {
    start: (running) => {
      platform = running;
      io.out(OPEN_SCREEN);
      draw();
      timer = setInterval(draw, REDRAW_MS);
      process.stdout.on('resize', draw);
    },
    note: (event) => {
      ledger.note(event);
      if (event.kind === 'run-recorded') lastRunLine = renderRunLine(event.record, screenOf(io));
      if (platform !== null && event.kind !== 'run-progress') draw();
    },
    stop: () => {
      clearInterval(timer);
      process.stdout.off('resize', draw);
      platform = null;
      io.out(CLOSE_SCREEN);
      if (lastRunLine !== '') io.out(`${lastRunLine}\n`);
      io.out(`Stopped. ${keptWords(parts)}\n`);
    },
  };
}

function boardJourney(
  { plan }: RunnableJourney,
  ledger: BoardLedger,
  platform: LocalPlatform | null,
): BoardJourney {
  const nextMs = platform?.next(plan.name) ?? null;
  const runs: readonly RunRecord[] = ledger.runs(plan.name);

  return {
    name: plan.name,
    kind: plan.kind,
    region: LOCAL_REGION,
    state: ledger.running(plan.name) ? 'running' : 'waiting',
    nextSlotAt: nextMs === null ? null : new Date(nextMs).toISOString(),
    last: runs.at(-1) ?? null,
    recent: runs,
    counts: Object.fromEntries(
      (['passed', 'failed', 'errored', 'skipped', 'missing'] as const).map((outcome) => [
        outcome,
        runs.filter((run) => run.outcome === outcome).length,
      ]),
    ),
  };
}

function placesOf(parts: BoardParts): { readonly store: string; readonly evidence: string } {
  const { projectDir, stateDir, evidenceRoot } = parts.paths;

  return {
    store: `${path.relative(projectDir, path.join(stateDir, 'db'))}/`,
    evidence: `${path.relative(projectDir, evidenceRoot)}/`,
  };
}

function whereWords(parts: BoardParts): string {
  const places = placesOf(parts);
  const { journeys, config, baseUrl } = parts.project;

  return [
    `waywiser dev: ${journeys.length} journeys on schedule, stage ${config.stage}${baseUrl === null ? '' : `, against ${baseUrl}`}`,
    `records ${places.store}   evidence ${places.evidence}   Ctrl-C stops`,
  ].join('\n');
}

function keptWords(parts: BoardParts): string {
  return `Records are kept in ${placesOf(parts).store}; see them with: waywiser runs`;
}

function delayedWords(event: PlatformEvent & { readonly kind: 'record-delayed' }): string {
  const { error, record } = event;
  const reason = error instanceof Error ? error.message : String(error);

  return `waywiser: record ${record.runId} is not stored yet, trying again: ${reason}\n`;
}
