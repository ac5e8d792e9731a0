import type { EmbeddedStore } from '../../adapters/dynamodb/embedded.ts';
import type { Clock, RunnableJourney } from '../../core/ports.ts';
import type { Finding } from '../../core/trends/finding.ts';
import { runTrendAnalysis } from '../../core/trends/run-trend-analysis.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import type { LookBeside } from './dev-look.ts';
import type { Io } from '../frame/io.ts';
import { type AnalysisOutput, LOCAL_TREND_PORTS } from '../trends/analyse-now.ts';
import { LOCAL_REGION } from '../frame/workspace.ts';
import { DAY_MS, MINUTE_MS } from '../../core/base/time.ts';
import { errorText } from '../../core/base/error-text.ts';

/** What the trends job of `waywiser dev` works on, and in what time. */
interface TrendsParts {
  readonly journeys: readonly Pick<RunnableJourney, 'plan'>[];
  readonly stores: Pick<EmbeddedStore, 'rollups' | 'findings' | 'annotations'>;
  /** Of the looks: days of it. */
  readonly clock: Pick<Clock, 'epochMs'>;
  /** Seconds of that clock that pass in one; 1: time as it is. */
  readonly scale: number;
  /** Calls back after a delay in time as it is; the answer cancels. */
  readonly after: (delayMs: number, action: () => void) => () => void;
  /** Default: nothing is looked at but what was measured here. */
  readonly beside?: LookBeside;
}

/** When the deployed job looks: after midnight in UTC, and after the hours have been rolled up. */
const AFTER_MIDNIGHT_MS = 40 * MINUTE_MS;
/** In time as it is: compressed days come faster than a look ends. */
const MIN_PAUSE_MS = 1_000;

/**
 * Runs the trends job of `waywiser dev`: now, and each day of its clock. `told` gets what opened and
 * what ended.
 */
export function startTrends(
  parts: TrendsParts,
  told: (finding: Finding) => void,
  io: Pick<Io, 'err'>,
): { readonly stop: () => Promise<void> } {
  const { clock, scale, after } = parts;
  let stopping = false;
  let cancel: (() => void) | null = null;
  let running = work(true);

  function again(): void {
    if (stopping) return;
    const restMs = nextLookMs(clock.epochMs()) - clock.epochMs();
    cancel = after(Math.max(restMs / scale, MIN_PAUSE_MS), () => {
      running = work(false);
    });
  }

  async function work(isFirst: boolean): Promise<void> {
    try {
      const { opened, resolved, errors } =
        (await parts.beside?.look({ isFirst })) ?? (await analyse(parts));
      if (!stopping) {
        for (const finding of [...opened, ...resolved]) told(finding);
        for (const message of errors) io.err(`waywiser: ${cleanText(message)}\n`);
      }
    } catch (error) {
      const reason = errorText(error);
      if (!stopping)
        io.err(`waywiser: the daily analysis of trends failed: ${cleanText(reason)}\n`);
    }
    again();
  }

  return {
    stop: async () => {
      stopping = true;
      cancel?.();
      parts.beside?.stop();
      await running;
    },
  };
}

async function analyse({
  journeys,
  stores,
  clock,
}: TrendsParts): Promise<Pick<AnalysisOutput, 'opened' | 'resolved' | 'errors'>> {
  const frame = {
    journeys: journeys.map(({ plan }) => ({ ...plan, regions: [LOCAL_REGION] })),
  };
  const { rollups, findings, annotations } = stores;

  const { opened, resolved, errors } = await runTrendAnalysis(frame, {
    ...LOCAL_TREND_PORTS,
    rollups,
    findings,
    annotations,
    clock,
  });

  return { opened, resolved, errors: errors.map(({ message }) => message) };
}

/** The next instant of the deployed job's schedule. */
function nextLookMs(nowMs: number): number {
  const sinceLookMs = nowMs - AFTER_MIDNIGHT_MS;

  return (Math.floor(sinceLookMs / DAY_MS) + 1) * DAY_MS + AFTER_MIDNIGHT_MS;
}
