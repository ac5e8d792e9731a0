import type { Explanation } from '../../core/explain/explanation.ts';
import { unitOfMetric } from '../../core/rollup/metric.ts';
import type { Finding } from '../../core/trends/finding.ts';
import { changeWords, crossingWords, rateWords } from './trend-words.ts';
import { mirrored } from './estimate.ts';
import { formatDifference, formatMetric } from './metric.ts';
import { formatShare } from './share.ts';

/** What is said of a finding behind the name of its metric: what, how much, how sure. */
export function findingWords({ subject, unit, metric, foundAt }: Finding): string {
  const nowMs = Date.parse(foundAt);
  switch (subject.kind) {
    case 'drift': {
      const { slopePerDay, level } = subject.drift;
      const way = slopePerDay.value < 0 ? 'falling' : 'growing';
      const size = slopePerDay.value < 0 ? mirrored(slopePerDay) : slopePerDay;
      const { value, span: interval } = rateWords(size, level, unit);
      const confidence = formatShare(slopePerDay.confidence);
      return `is ${way} by ${value} a week (${confidence}: ${interval})`;
    }
    case 'change':
      return changeWords(subject.change, unit, nowMs);
    case 'forecast': {
      const { statistic, max } = subject.budget;
      const limit = formatMetric(max, unitOfMetric(metric));
      const { confidence } = subject.forecast;
      return `drifts to its budget: ${statistic} reaches ${limit} ${crossingWords(subject.forecast, nowMs)} (${formatShare(confidence)})`;
    }
  }
}

/** What a finding is called, when it is over: `the drift of duration`. */
export function findingName({ subject, metric }: Finding): string {
  switch (subject.kind) {
    case 'drift':
      return `the drift of ${metric}`;
    case 'change':
      return `the change of ${metric}`;
    case 'forecast':
      return `the forecast of ${subject.budget.statistic} ${metric}`;
  }
}

/** Whether a finding is bad news: every metric is one of which less is better. */
export function isWorse({ subject }: Finding): boolean {
  switch (subject.kind) {
    case 'drift':
      return subject.drift.slopePerDay.value > 0;
    case 'change':
      return subject.change.shift.value > 0;
    case 'forecast':
      return true;
  }
}

/** Why, in short: the step that carries most, the best of the causes, the machine. */
export function reasonWords({ decomposition, causes, instrument }: Explanation): readonly string[] {
  const [step] = decomposition?.steps ?? [];
  const [cause] = causes;
  const carried =
    decomposition === null || step === undefined
      ? []
      : [
          `${step.step === null ? 'what is outside any step' : `step ${step.step}`} carries ${formatDifference(step.changeMs, 'ms')} of ${formatDifference(decomposition.changeMs, 'ms')} in the mean`,
        ];

  return [
    ...carried,
    ...(cause === undefined ? [] : [cause.words]),
    ...(instrument
      ? ['the machine that measured explains it: the target need not have changed']
      : []),
  ];
}
