import { totalsOf } from '../../core/alarms/backtest.ts';
import { errorText } from '../../core/base/error-text.ts';
import { jsonDocument } from '../../core/base/inert-json.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import { renderBacktests } from '../../report/terminal/alarms/alarm-backtest.ts';
import { renderAlarmStates } from '../../report/terminal/alarms/alarm-states.ts';
import { COMPRESSED_ALARMS, compressedBanner } from '../frame/dev-time.ts';
import { hasLocalStore, openLocalStores } from '../frame/history-stores.ts';
import { EXIT, type Io, screenOf } from '../frame/io.ts';
import { openProject, type OpenProject } from '../frame/open-project.ts';
import { type Paths, STATE_VARIABLE } from '../frame/paths.ts';
import { sinceInstant } from '../frame/runs-options.ts';
import { requireUsableState } from '../frame/usable-state.ts';
import { backtestDocument } from './alarm-document.ts';
import { type ReplayedJourney, replayStored } from './alarm-history.ts';

/** Options of `waywiser alarms` and `waywiser alarms backtest`, as typed. */
export interface AlarmsOptions {
  readonly journeys: readonly string[];
  readonly stage?: string;
  /** A duration such as `30d`, or a date and time (ISO 8601). */
  readonly since?: string;
  readonly json?: boolean;
}

/** Range of the replay for current states: long enough for states that started days ago. */
const STATES_SINCE = '7d';
const BACKTEST_SINCE = '30d';

/** `waywiser alarms`: the state of every alarm, calculated from the runs that are stored on this machine. */
export async function alarmStates(options: AlarmsOptions, paths: Paths, io: Io): Promise<number> {
  return replay({ ...options, since: STATES_SINCE }, { paths, io }, renderAlarmStates);
}

/** `waywiser alarms backtest`: when each alarm would have fired. The exit code is 0 even if alarms fire. */
export async function alarmsBacktest(
  options: AlarmsOptions,
  paths: Paths,
  io: Io,
): Promise<number> {
  const since = options.since ?? BACKTEST_SINCE;

  return replay({ ...options, since }, { paths, io }, renderBacktests);
}

async function replay(
  options: AlarmsOptions & { readonly since: string },
  { paths, io }: { readonly paths: Paths; readonly io: Io },
  render: typeof renderBacktests,
): Promise<number> {
  const nowMs = Date.now();
  const fromMs = sinceMs(options.since, nowMs, io);
  if (fromMs === null) return EXIT.misuse;
  if (compressedBanner(paths.stateDir) !== null) {
    io.err(
      `waywiser: alarms are ${COMPRESSED_ALARMS}; unset ${STATE_VARIABLE} for the history in real time\n`,
    );
    return EXIT.misuse;
  }
  // Before the project, whose bundles are in the same folder.
  requireUsableState(paths);
  const project = await openProject({ ...options, selection: options.journeys }, paths, io);
  if (project.problems.length > 0) return project.refuse(options.json);
  const { journeys, unreadable } = await replayAll(project, { paths, io }, { fromMs, toMs: nowMs });
  const report = { stage: project.config.stage, fromMs, toMs: nowMs, journeys };
  if (options.json === true) {
    const totals = totalsOf(journeys.map(({ backtest }) => backtest));
    io.out(jsonDocument(backtestDocument(report, { totals, unreadable })));
  } else {
    io.out(`${render(report, screenOf(io)).join('\n')}\n`);
  }

  return EXIT.passed;
}

interface Replayed {
  readonly journeys: readonly ReplayedJourney[];
  /** Number of stored items that were left out because they cannot be read. */
  readonly unreadable: number;
}

async function replayAll(
  { config, journeys }: OpenProject,
  { paths, io }: { readonly paths: Paths; readonly io: Io },
  range: { readonly fromMs: number; readonly toMs: number },
): Promise<Replayed> {
  const plans = journeys.map(({ plan }) => plan);
  // Reading must not create a store.
  if (!hasLocalStore(paths)) {
    return { journeys: plans.map((plan) => ({ plan, runs: 0, backtest: null })), unreadable: 0 };
  }
  const { stage, runbookUrl, maintenance } = config;
  const { store, unreadable = () => 0, close } = await openLocalStores(paths, io);
  try {
    const replayed: ReplayedJourney[] = [];
    for (const plan of plans) {
      const options = { stage, runbookUrl, maintenance, ...range };
      replayed.push(await replayStored(plan, store, options));
    }

    return { journeys: replayed, unreadable: unreadable() };
  } finally {
    await close();
  }
}

function sinceMs(text: string, nowMs: number, io: Io): number | null {
  try {
    return Date.parse(sinceInstant(text, nowMs));
  } catch (error) {
    const reason = errorText(error);
    io.err(`waywiser: ${cleanText(reason)}\n`);

    return null;
  }
}
