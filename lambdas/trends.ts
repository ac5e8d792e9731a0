import { readFileSync } from 'node:fs';
import path from 'node:path';
import { cloudWatchClient } from '../lib/adapters/cloudwatch/client.ts';
import { cloudWatchMetrics } from '../lib/adapters/cloudwatch/metric-sink.ts';
import { dynamoAnnotationStore } from '../lib/adapters/dynamodb/annotation-store.ts';
import { dynamoFindingStore } from '../lib/adapters/dynamodb/finding-store.ts';
import { homeDynamoClient } from '../lib/adapters/dynamodb/client.ts';
import { dynamoRollupStore } from '../lib/adapters/dynamodb/rollup-store.ts';
import {
  eventBridgeClient,
  eventBridgeFindings,
} from '../lib/adapters/eventbridge/finding-events.ts';
import { hdrHistograms } from '../lib/adapters/histogram/hdr-histogram.ts';
import { tableSettings } from '../lib/core/deploy/function-environment.ts';
import { MANIFEST_FILE, type TrendsManifest } from '../lib/core/deploy/manifest.ts';
import { runTrendAnalysis } from '../lib/core/trends/run-trend-analysis.ts';
import type { TrendPorts } from '../lib/core/trends/trend-ports.ts';

import { findingEvent } from '../lib/report/format/finding-event.ts';

const {
  homeRegion: region,
  table,
  namespace,
  stage,
} = tableSettings(process.env, 'the trends job');
const manifest: TrendsManifest = JSON.parse(
  readFileSync(path.join(__dirname, MANIFEST_FILE), 'utf8'),
);
const there = { client: homeDynamoClient({ region }), table };

const ports: TrendPorts = {
  rollups: dynamoRollupStore(there),
  findings: dynamoFindingStore(there),
  annotations: dynamoAnnotationStore(there),
  events: eventBridgeFindings({
    client: eventBridgeClient({ region }),
    eventOf: (finding) => findingEvent(finding, stage),
  }),
  metrics: cloudWatchMetrics({ client: cloudWatchClient({ region }), namespace }),
  histograms: hdrHistograms(),
  clock: { epochMs: () => Date.now() },
};

/** Analyses the trends of every journey; rejects when anything could not be done. */
export async function handler(): Promise<void> {
  const { errors, opened, resolved, ...report } = await runTrendAnalysis(manifest, ports);
  const messages = errors.map(({ message }) => message);
  const [openedIds, resolvedIds] = [opened, resolved].map((found) => found.map(nameOf));
  process.stdout.write(
    `${JSON.stringify({ ...report, opened: openedIds, resolved: resolvedIds, errors: messages })}\n`,
  );
  if (errors.length > 0) {
    throw new AggregateError(errors, `Cannot analyse all trends: ${messages[0] ?? ''}`);
  }
}

function nameOf({
  journey,
  region: where,
  metric,
  id,
}: Readonly<Record<'journey' | 'region' | 'metric' | 'id', string>>): string {
  return [journey, where, metric, id].join(' ');
}
