import { readFileSync } from 'node:fs';
import path from 'node:path';
import { cloudWatchClient } from '../lib/adapters/cloudwatch/client.ts';
import { cloudWatchMetrics } from '../lib/adapters/cloudwatch/metric-sink.ts';
import { homeDynamoClient } from '../lib/adapters/dynamodb/client.ts';
import { dynamoRollupStore } from '../lib/adapters/dynamodb/rollup-store.ts';
import { dynamoRunStore } from '../lib/adapters/dynamodb/run-store.ts';
import { dynamoWatchStore } from '../lib/adapters/dynamodb/watch-store.ts';
import { hdrHistograms } from '../lib/adapters/histogram/hdr-histogram.ts';
import { type JobsManifest, MANIFEST_FILE } from '../lib/core/deploy/manifest.ts';
import { runHourlyJobs } from '../lib/core/jobs/hourly-jobs.ts';
import type { JobsPorts } from '../lib/core/jobs/job-ports.ts';
import { type JobsEvent, jobsSettings, scanSince } from '../lib/core/jobs/jobs-settings.ts';
import { DEPLOYED_SCAN } from '../lib/core/jobs/gaps.ts';

const settings = jobsSettings(process.env);
const { homeRegion: region, table, retentionDays, namespace, stage } = settings;
const manifest: JobsManifest = JSON.parse(
  readFileSync(path.join(__dirname, MANIFEST_FILE), 'utf8'),
);
const backend = { client: homeDynamoClient({ region }), table, retentionDays };

const ports: JobsPorts = {
  runs: dynamoRunStore(backend),
  watches: dynamoWatchStore(backend),
  rollups: dynamoRollupStore(backend),
  metrics: cloudWatchMetrics({ client: cloudWatchClient({ region }), namespace }),
  histograms: hdrHistograms(),
  clock: { epochMs: () => Date.now() },
};

/** Finds slots without a record and rolls records up; fails when anything could not be done. */
export async function handler(event: JobsEvent): Promise<void> {
  const frame = { stage, journeys: manifest.journeys, scan: DEPLOYED_SCAN, retentionDays };
  const since = scanSince(event, { nowMs: ports.clock.epochMs(), retentionDays });
  const { errors, ...report } = await runHourlyJobs(frame, ports, since);
  const messages = errors.map(({ message }) => message);
  process.stdout.write(`${JSON.stringify({ ...report, errors: messages })}\n`);
  if (errors.length > 0) {
    throw new AggregateError(errors, `Cannot do all of the hour's work: ${messages[0] ?? ''}`);
  }
}
