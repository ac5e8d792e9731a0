import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { type Finding, FINDING_SCHEMA } from '../../core/trends/finding.ts';
import { findingExpiry, findingKey, findingPartition } from '../../core/trends/trend-keys.ts';
import type { FindingStore } from '../../core/trends/trend-ports.ts';
import { readPartition } from './query-pages.ts';
import { type DynamoTableOptions, tableBackend } from './table-backend.ts';

/**
 * Keeps findings in the table of runs. A finding travels as one JSON text, so that its numbers
 * return as they were; what is read in the console stands beside it as plain attributes. Throws a
 * TypeError for a number that JSON does not have.
 */
export function dynamoFindingStore(options: DynamoTableOptions): FindingStore {
  const backend = tableBackend(options);
  const { client, table, call } = backend;

  return {
    findingsOf: async (journey) => {
      const items = await readPartition(backend, `read the findings of "${journey}"`, {
        pk: findingPartition(journey),
      });

      return items.map(readFinding).toSorted(byAge);
    },
    putFinding: async (finding) => {
      const { schema, journey, region, metric, id, foundAt, ended } = finding;
      const Item = marshall({
        ...findingKey(finding),
        schema,
        journey,
        region,
        metric,
        id,
        foundAt,
        endedAt: ended?.at ?? null,
        finding: toJson(finding),
        expiresAt: findingExpiry(finding),
      });
      const command = new PutItemCommand({ TableName: table, Item });
      await call(`store finding "${id}" of "${journey}" in ${region}`, (callOptions) =>
        client.send(command, callOptions),
      );
    },
  };
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

function toJson(finding: Finding): string {
  return JSON.stringify(finding, (key, value: unknown) => {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new TypeError(
        `Cannot store finding "${finding.id}" of "${finding.journey}": ${key} is ${value}; expected a finite number`,
      );
    }

    return value;
  });
}
