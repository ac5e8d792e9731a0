import type { EmbeddedStore } from '../../adapters/dynamodb/embedded.ts';
import type { Clock, RunnableJourney } from '../../core/ports.ts';
import type { Finding } from '../../core/trends/finding.ts';
import { runTrendAnalysis } from '../../core/trends/run-trend-analysis.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import type { ExternalAnalysis } from './external-analysis.ts';
import type { Io } from '../frame/io.ts';
import { type AnalysisOutput, LOCAL_TREND_PORTS } from '../trends/analyse-now.ts';
import { LOCAL_REGION } from '../frame/workspace.ts';
import { DAY_MS, MINUTE_MS } from '../../core/base/time.ts';
import { errorText } from '../../core/base/error-text.ts';

/** Journeys, stores and clock of the trends job of `waywiser dev`. */
interface TrendsParts {
  readonly journeys: readonly Pick<RunnableJourney, 'plan'>[];
  readonly stores: Pick<EmbeddedStore, 'rollups' | 'findings' | 'annotations'>;
  /** The job runs once a day of this clock. */
  readonly clock: Pick<Clock, 'epochMs'>;
  /** Seconds of that clock per real second; 1: real time. */
  readonly scale: number;
  /** Calls back after a delay in real time; the returned function cancels. */
  readonly after: (delayMs: number, action: () => void) => () => void;
  /** Default: only the runs of this machine are analysed. */
  readonly external?: ExternalAnalysis;
}

/** Start of the deployed job: after midnight in UTC, when the hours have been rolled up. */
const AFTER_MIDNIGHT_MS = 40 * MINUTE_MS;
/** In real time: compressed days can be shorter than an analysis. */
const MIN_PAUSE_MS = 1_000;

/**
 * Runs the trends job of `waywiser dev`: now, and each day of its clock. `onFinding` gets the findings
 * that were opened or resolved.
 */
export function startTrends(
  parts: TrendsParts,
  onFinding: (finding: Finding) => void,
  io: Pick<Io, 'err'>,
): { readonly stop: () => Promise<void> } {
  const { clock, scale, after } = parts;
  let stopping = false;
  let cancel: (() => void) | null = null;
  let running = work(true);

  function again(): void {
    if (stopping) return;
    const restMs = nextRunMs(clock.epochMs()) - clock.epochMs();
    cancel = after(Math.max(restMs / scale, MIN_PAUSE_MS), () => {
      running = work(false);
    });
  }

  async function work(isFirst: boolean): Promise<void> {
    try {
      const { opened, resolved, errors } =
        (await parts.external?.analyse({ isFirst })) ?? (await analyse(parts));
      if (!stopping) {
        for (const finding of [...opened, ...resolved]) onFinding(finding);
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
      parts.external?.stop();
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
function nextRunMs(nowMs: number): number {
  const sinceRunMs = nowMs - AFTER_MIDNIGHT_MS;

  return (Math.floor(sinceRunMs / DAY_MS) + 1) * DAY_MS + AFTER_MIDNIGHT_MS;
}
