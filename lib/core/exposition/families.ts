/** Names of labels. Every family has `journey` and `region` first. */
type LabelName = 'journey' | 'region' | 'outcome' | 'cause' | 'step' | 'host' | 'phase' | 'vital';

/** The label values of one time series, by label name. */
export type Labels = Readonly<Partial<Record<LabelName, string>>>;

/** A metric family in Prometheus' terms: name, type, help, labels. */
export interface Family {
  readonly name: string;
  readonly type: 'counter' | 'histogram' | 'gauge';
  readonly help: string;
  readonly labels: readonly LabelName[];
  /** Upper bounds of a histogram, in its unit, ascending; infinity is added. */
  readonly buckets?: readonly number[];
}

/** Prometheus counts in seconds: https://prometheus.io/docs/practices/naming/#base-units */
const RUN_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300];
const PHASE_SECONDS = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];
/** Includes the thresholds for good and poor of every web vital. */
const VITAL_SECONDS = [0.05, 0.1, 0.2, 0.3, 0.5, 0.6, 0.8, 1, 1.2, 1.8, 2.5, 3, 4, 6, 10];
const SHIFT_SCORES = [0.001, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1];

const SERIES: readonly LabelName[] = ['journey', 'region'];

/**
 * The exposed metric families. Timings are histograms, so that Prometheus can compute percentiles over
 * any time range and regions: percentiles themselves cannot be added up. The two `probe_` gauges have
 * the names of the blackbox exporter's, so its alerts work: https://github.com/prometheus/blackbox_exporter
 */
export const FAMILIES = {
  runs: {
    name: 'waywiser_runs',
    type: 'counter',
    help: 'Slots by outcome: passed, failed, errored, skipped, missing.',
    labels: [...SERIES, 'outcome'],
  },
  notPassed: {
    name: 'waywiser_runs_not_passed',
    type: 'counter',
    help: 'Slots that did not pass, by cause.',
    labels: [...SERIES, 'outcome', 'cause'],
  },
  flaky: {
    name: 'waywiser_runs_flaky',
    type: 'counter',
    help: 'Runs that passed, but not at the first attempt.',
    labels: SERIES,
  },
  duration: {
    name: 'waywiser_run_duration_seconds',
    type: 'histogram',
    help: 'Duration of passed runs with a reliable instrument.',
    labels: SERIES,
    buckets: RUN_SECONDS,
  },
  timedOut: {
    name: 'waywiser_runs_timed_out',
    type: 'counter',
    help: 'Runs that a time-out cut off; they are not in the histogram of durations.',
    labels: SERIES,
  },
  step: {
    name: 'waywiser_step_duration_seconds',
    type: 'histogram',
    help: 'Duration of passed steps of such runs.',
    labels: [...SERIES, 'step'],
    buckets: RUN_SECONDS,
  },
  phase: {
    name: 'waywiser_request_phase_seconds',
    type: 'histogram',
    help: 'Phases of completed requests of such runs, by host; a phase that did not take place has no sample.',
    labels: [...SERIES, 'host', 'phase'],
    buckets: PHASE_SECONDS,
  },
  vital: {
    name: 'waywiser_web_vital_seconds',
    type: 'histogram',
    help: 'Web vitals of such runs, of the worst page view: ttfb, fcp, lcp, inp, tbt.',
    labels: [...SERIES, 'vital'],
    buckets: VITAL_SECONDS,
  },
  shift: {
    name: 'waywiser_cumulative_layout_shift',
    type: 'histogram',
    help: 'Cumulative layout shift of such runs, of the worst page view, a score without unit.',
    labels: SERIES,
    buckets: SHIFT_SCORES,
  },
  success: {
    name: 'probe_success',
    type: 'gauge',
    help: 'Whether the newest conclusive run passed (1) or failed (0).',
    labels: SERIES,
  },
  lastDuration: {
    name: 'probe_duration_seconds',
    type: 'gauge',
    help: 'Duration of the newest conclusive run.',
    labels: SERIES,
  },
  certificateDays: {
    name: 'waywiser_certificate_days_to_expiry',
    type: 'gauge',
    help: 'Whole days until the first server certificate of all hosts of the newest conclusive run with one expires.',
    labels: SERIES,
  },
  lastRun: {
    name: 'waywiser_last_run_timestamp_seconds',
    type: 'gauge',
    help: 'Start of the newest conclusive run.',
    labels: SERIES,
  },
} as const satisfies Readonly<Record<string, Family>>;

/** Key of a family in {@link FAMILIES}, such as `runs`. */
export type FamilyKey = keyof typeof FAMILIES;
