import { type AttributeValue, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type Finding, FINDING_SCHEMA } from '../../core/trends/finding.ts';
import {
  findingExpiry,
  findingKey,
  findingPartition,
  summaryExpiry,
  summaryKey,
} from '../../core/trends/trend-keys.ts';
import {
  type AnalysisSummary,
  SUMMARY_SCHEMA,
  upgradeSummary,
} from '../../core/trends/analysis-summary.ts';
import { upgradeFinding } from '../../core/trends/upgrade-finding.ts';
import type { FindingStore, StoredTrends } from '../../core/trends/trend-ports.ts';
import { toJson } from './item-codec.ts';
import { readPartition } from './query-pages.ts';
import { NewerItemError, readableItems } from './readable-items.ts';
import { type DynamoTableOptions, tableBackend, type TableBackend } from './table-backend.ts';

/**
 * Stores findings in the table of runs, as one JSON text, so that numbers keep their value, with
 * plain attributes next to it for the console. Items of earlier schemas are upgraded when read.
 * Throws a TypeError for a number that JSON does not have.
 */
export function dynamoFindingStore(options: DynamoTableOptions): FindingStore {
  const backend = tableBackend(options);
  const { client, table, call } = backend;

  return {
    findingsOf: async (journey) => (await readTrends(backend, journey)).findings,
    trendsOf: async (journey) => await readTrends(backend, journey),
    putFinding: async (finding) => {
      const command = new PutItemCommand({ TableName: table, Item: encodeFinding(finding) });
      const { id, journey, region } = finding;
      await call(`store finding "${id}" of "${journey}" in ${region}`, (callOptions) =>
        client.send(command, callOptions),
      );
    },
    summaryOf: async (journey) => {
      const Key = marshall(summaryKey(journey));
      const command = new GetItemCommand({ TableName: table, Key, ConsistentRead: true });
      const { Item } = await call(`read the analysis of "${journey}"`, (callOptions) =>
        client.send(command, callOptions),
      );

      const items = Item === undefined ? [] : [unmarshall(Item)];

      return readableItems(items, readSummary, backend.onUnreadable)[0] ?? null;
    },
    putSummary: async (summary) => {
      const command = new PutItemCommand({ TableName: table, Item: encodeSummary(summary) });
      await call(`store the analysis of "${summary.journey}"`, (callOptions) =>
        client.send(command, callOptions),
      );
    },
  };
}

/** Findings and the summary are in one partition: one query reads both. */
async function readTrends(backend: TableBackend, journey: string): Promise<StoredTrends> {
  const items = await readPartition(backend, `read the findings of "${journey}"`, {
    pk: findingPartition(journey),
  });
  const { sk } = summaryKey(journey);
  const summary = items.filter((item) => item['sk'] === sk);
  const found = items.filter((item) => item['sk'] !== sk);

  return {
    findings: readableItems(found, readFinding, backend.onUnreadable).toSorted(byAge),
    summary: readableItems(summary, readSummary, backend.onUnreadable)[0] ?? null,
  };
}

function encodeFinding(finding: Finding): Record<string, AttributeValue> {
  const { schema, journey, region, metric, id, foundAt, resolved } = finding;

  return marshall({
    ...findingKey(finding),
    schema,
    journey,
    region,
    metric,
    id,
    foundAt,
    resolvedAt: resolved?.at ?? null,
    finding: toJson(finding, `finding "${id}" of "${journey}"`),
    expiresAt: findingExpiry(finding),
  });
}

function encodeSummary(summary: AnalysisSummary): Record<string, AttributeValue> {
  const { schema, journey, at } = summary;

  return marshall({
    ...summaryKey(journey),
    schema,
    journey,
    at,
    look: toJson(summary, `the analysis of "${journey}"`),
    expiresAt: summaryExpiry(summary),
  });
}

/** Reads what `putSummary` stored. Upgrades earlier schemas; throws for a newer one. */
export function readSummary({ journey, schema, look }: Record<string, unknown>): AnalysisSummary {
  if (typeof schema !== 'number') throw new TypeError('the item has no schema');
  if (schema > SUMMARY_SCHEMA) {
    throw new NewerItemError(
      `Cannot read the analysis of "${String(journey)}": it has schema ${String(schema)}; this version of waywiser reads up to ${SUMMARY_SCHEMA}: upgrade it`,
    );
  }

  return upgradeSummary(JSON.parse(String(look)));
}

/** Reads what `putFinding` stored. Upgrades earlier schemas; throws for a newer one. */
export function readFinding(item: Record<string, unknown>): Finding {
  const { sk, schema, finding } = item;
  if (typeof schema !== 'number') throw new TypeError('the item has no schema');
  if (schema > FINDING_SCHEMA) {
    throw new NewerItemError(
      `Cannot read the finding "${String(sk)}": it has schema ${String(schema)}; this version of waywiser reads up to ${FINDING_SCHEMA}: upgrade it`,
    );
  }

  return upgradeFinding(JSON.parse(String(finding)));
}

function byAge(one: Finding, other: Finding): number {
  return Date.parse(one.foundAt) - Date.parse(other.foundAt);
}
