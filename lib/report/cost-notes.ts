import type { CostEstimate } from '../core/cost/estimate-cost.ts';
import { formatBytes, formatDuration } from './format.ts';
import { columnsOf, hanging, type Line, type Screen, span } from './styled-line.ts';
import { wrap } from './terminal-text.ts';

/** What the numbers of an estimate rest on, and what they leave out. */
export function costNotes(estimate: CostEstimate, screen: Screen): readonly Line[] {
  const columns = columnsOf(screen) - 2;

  return [
    [span('What this rests on', 'dim')],
    ...notesOf(estimate).flatMap((note) => {
      const lines = wrap(note, columns).map((text): Line => [span(text, 'dim')]);
      return hanging([span('  ')], lines);
    }),
  ];
}

function notesOf(estimate: CostEstimate): readonly string[] {
  const { assumptions: a, journeys, guessedRegions, monthHours } = estimate;
  const isAssumed = journeys.some(({ measuredRuns }) => measuredRuns === null);
  const failing = Math.round(a.failingShare * 100);
  const { api, browser } = a.overheadMs;

  return [
    ...(isAssumed
      ? ['~ no history on this machine: the duration is assumed; waywiser run measures it.']
      : []),
    `A month has ${monthHours} hours; slots of crons are counted over the coming 365 days.`,
    `Beside the journey itself a run takes ${formatDuration(api)} (api) or ${formatDuration(browser)} (browser), cold starts included.`,
    `${failing} % of the runs fail: they are tried again as configured, and a browser's is repeated with a trace.`,
    `A record takes ${formatBytes(a.recordBytes.api)} (api) or ${formatBytes(a.recordBytes.browser)} (browser); storage is that of a full retention.`,
    `Trends are looked for each day in ${a.trendMetrics.api} (api) or ${a.trendMetrics.browser} (browser) metrics of each journey and region.`,
    'Metrics are billed for hours with samples, alarms by the metrics that they read.',
    'Prices are those of us-east-1; of other regions only Lambda and CloudWatch exactly, the rest by a coarse factor.',
    ...(guessedRegions.length === 0
      ? []
      : [`Of ${guessedRegions.join(', ')} no prices are known: they are guessed.`]),
    'Not counted: free tier, taxes, data transfer, networks and keys of your own, secrets kept, runs on demand, the assets of deployments.',
  ];
}
