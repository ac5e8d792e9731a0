import type { Explanation } from '../core/explain/explanation.ts';
import { unitOfMetric } from '../core/rollup/metric.ts';
import type { Finding } from '../core/trends/finding.ts';
import { glyphsOf, type Line, type Screen, span } from './styled-line.ts';
import {
  formatConfidence,
  formatDifference,
  formatMetric,
  formatMinute,
  mirrored,
} from './trend-format.ts';
import { changeWords, crossingWords, rateWords } from './trend-words.ts';

/**
 * A finding that opened or ended, as lines of a log: what, how much and how sure; below it the step
 * that carries most of it, and the best of the causes.
 */
export function findingLines(finding: Finding, screen: Screen): readonly Line[] {
  const { journey, region, ended, explanation } = finding;
  const glyphs = glyphsOf(screen);
  const worse = isWorse(finding);
  const at = ended?.at ?? finding.foundAt;
  const head: Line = [
    span(`${formatMinute(at)} `, 'dim'),
    ended === null && worse
      ? span(glyphs.outcome.failed, 'red', 'bold')
      : span(glyphs.outcome.passed, 'green', 'bold'),
    span(` ${journey} `, 'bold'),
    span(`${region}  `, 'dim'),
  ];
  if (ended !== null) {
    return [[...head, span(`${nameOf(finding)} is over: ${ended.reason}`, 'green')]];
  }
  const words = span(`${finding.metric} ${wordsOf(finding)}`, worse ? 'red' : 'green');
  const reasons = explanation === null ? [] : reasonsOf(explanation);

  return [[...head, words], ...reasons.map((reason): Line => [span(`  ${reason}`, 'dim')])];
}

function wordsOf({ subject, unit, metric, foundAt }: Finding): string {
  const nowMs = Date.parse(foundAt);
  switch (subject.kind) {
    case 'drift': {
      const { slopePerDay, level } = subject.drift;
      const way = slopePerDay.value < 0 ? 'falling' : 'growing';
      const size = slopePerDay.value < 0 ? mirrored(slopePerDay) : slopePerDay;
      const { value, span: interval } = rateWords(size, level, unit);
      const confidence = formatConfidence(slopePerDay.confidence);
      return `is ${way} by ${value} a week (${confidence}: ${interval})`;
    }
    case 'change':
      return changeWords(subject.change, unit, nowMs);
    case 'forecast': {
      const { statistic, max } = subject.budget;
      const limit = formatMetric(max, unitOfMetric(metric));
      const { confidence } = subject.forecast;
      return `drifts to its budget: ${statistic} reaches ${limit} ${crossingWords(subject.forecast, nowMs)} (${formatConfidence(confidence)})`;
    }
  }
}

function nameOf({ subject, metric }: Finding): string {
  switch (subject.kind) {
    case 'drift':
      return `the drift of ${metric}`;
    case 'change':
      return `the change of ${metric}`;
    case 'forecast':
      return `the forecast of ${subject.budget.statistic} ${metric}`;
  }
}

function isWorse({ subject }: Finding): boolean {
  switch (subject.kind) {
    case 'drift':
      return subject.drift.slopePerDay.value > 0;
    case 'change':
      return subject.change.shift.value > 0;
    case 'forecast':
      return true;
  }
}

function reasonsOf({ decomposition, causes, instrument }: Explanation): readonly string[] {
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
