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
import { SUMMARY_SCHEMA, type AnalysisSummary } from '../../core/trends/analysis-summary.ts';
import type { FindingStore, StoredTrends } from '../../core/trends/trend-ports.ts';
import { toJson } from './item-codec.ts';
import { readPartition } from './query-pages.ts';
import { type DynamoTableOptions, tableBackend, type TableBackend } from './table-backend.ts';

/**
 * Keeps findings in the table of runs. A finding travels as one JSON text, so that its numbers
 * return as they were; what is read in the console stands beside it as plain attributes. Throws a
 * TypeError for a number that JSON does not have.
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
      const { Item } = await call(`read the look at "${journey}"`, (callOptions) =>
        client.send(command, callOptions),
      );

      return Item === undefined ? null : readLook(unmarshall(Item));
    },
    putSummary: async (look) => {
      const command = new PutItemCommand({ TableName: table, Item: encodeLook(look) });
      await call(`store the look at "${look.journey}"`, (callOptions) =>
        client.send(command, callOptions),
      );
    },
  };
}

/** Findings and the look lie in one partition: one question, whatever of it is wanted. */
async function readTrends(backend: TableBackend, journey: string): Promise<StoredTrends> {
  const items = await readPartition(backend, `read the findings of "${journey}"`, {
    pk: findingPartition(journey),
  });
  const { sk } = summaryKey(journey);
  const look = items.find((item) => item['sk'] === sk);

  return {
    findings: items
      .filter((item) => item['sk'] !== sk)
      .map(readFinding)
      .toSorted(byAge),
    look: look === undefined ? null : readLook(look),
  };
}

function encodeFinding(finding: Finding): Record<string, AttributeValue> {
  const { schema, journey, region, metric, id, foundAt, ended } = finding;

  return marshall({
    ...findingKey(finding),
    schema,
    journey,
    region,
    metric,
    id,
    foundAt,
    endedAt: ended?.at ?? null,
    finding: toJson(finding, `finding "${id}" of "${journey}"`),
    expiresAt: findingExpiry(finding),
  });
}

function encodeLook(look: AnalysisSummary): Record<string, AttributeValue> {
  const { schema, journey, at } = look;

  return marshall({
    ...summaryKey(journey),
    schema,
    journey,
    at,
    look: toJson(look, `the look at "${journey}"`),
    expiresAt: summaryExpiry(look),
  });
}

function readLook({ journey, schema, look }: Record<string, unknown>): AnalysisSummary {
  if (typeof schema !== 'number' || schema > SUMMARY_SCHEMA) {
    throw new Error(
      `Cannot read the look at "${String(journey)}": it has schema ${String(schema)}; this version of waywiser reads up to ${SUMMARY_SCHEMA}: upgrade it`,
    );
  }

  return JSON.parse(String(look));
}

function readFinding(item: Record<string, unknown>): Finding {
  const { sk, schema, finding } = item;
  if (typeof schema !== 'number' || schema > FINDING_SCHEMA) {
    throw new Error(
      `Cannot read the finding "${String(sk)}": it has schema ${String(schema)}; this version of waywiser reads up to ${FINDING_SCHEMA}: upgrade it`,
    );
  }

  return JSON.parse(String(finding));
}

function byAge(one: Finding, other: Finding): number {
  return Date.parse(one.foundAt) - Date.parse(other.foundAt);
}
