import type { MetricSink } from '../../core/ports.ts';
import type { FindingEvents } from '../../core/trends/trend-ports.ts';

/** Here, people are told of what opened and ended where they look. */
export const NO_EVENTS: FindingEvents = { tell: async (findings) => findings.map(() => null) };
/** Alarms on trends are not evaluated here. */
export const NO_METRICS: MetricSink = { publish: async (groups) => groups.map(() => null) };
