import type { MetricSample } from '../ports.ts';
import { DAY_MS, HOUR_MS } from '../base/time.ts';

/**
 * CloudWatch takes timestamps from two weeks back to two hours ahead. A little is left for the way.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
 */
const OLDEST_MS = 14 * DAY_MS - 60_000;
const NEWEST_MS = 2 * HOUR_MS - 60_000;

/** Whether CloudWatch takes a sample now. */
export function isInMetricRange({ atMs }: MetricSample, nowMs: number): boolean {
  return atMs >= nowMs - OLDEST_MS && atMs <= nowMs + NEWEST_MS;
}
