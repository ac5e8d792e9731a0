import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { jobItemExpiry, rollupPartition } from '../../core/jobs/job-keys.ts';
import type { DatedRollup, RollupStore } from '../../core/jobs/job-ports.ts';
import { type Rollup, ROLLUP_SCHEMA } from '../../core/jobs/rollup.ts';
import { canonicalInstant } from '../../core/store/instant.ts';
import { readPartition } from './query-pages.ts';
import { type DynamoTableOptions, tableBackend } from './table-backend.ts';

/**
 * Keeps rollups in the table of runs, as plain attributes: they can be read in the console, and by
 * other programs.
 */
export function dynamoRollupStore(options: DynamoTableOptions): RollupStore {
  const backend = tableBackend(options);
  const { client, table, call } = backend;

  return {
    queryRollups: async (series, span, { since, until }) => {
      const to = canonicalInstant(until);
      const items = await readPartition(
        backend,
        `read the rollups of "${series.journey}" in ${series.region}`,
        { pk: rollupPartition(series, span), from: canonicalInstant(since), to },
      );

      return items.filter(({ sk }) => sk !== to).map(readRollup);
    },
    putRollup: async (series, span, { startsAt, rollup }) => {
      const { journey, region } = series;
      const Item = marshall({
        pk: rollupPartition(series, span),
        sk: canonicalInstant(startsAt),
        journey,
        region,
        ...rollup,
        expiresAt: jobItemExpiry(span, startsAt),
      });
      const command = new PutItemCommand({ TableName: table, Item });
      await call(`store a rollup of "${journey}" in ${region}`, (callOptions) =>
        client.send(command, callOptions),
      );
    },
  };
}

function readRollup(item: Record<string, unknown>): DatedRollup {
  const { sk, schema } = item;
  if (typeof schema !== 'number' || schema > ROLLUP_SCHEMA) {
    throw new Error(
      `Cannot read the rollup of "${String(sk)}": it has schema ${String(schema)}; this version of waywiser reads up to ${ROLLUP_SCHEMA}: upgrade it`,
    );
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its schema says what it holds
  const { counts, flaky, duration } = item as unknown as Rollup;

  return { startsAt: String(sk), rollup: { schema: ROLLUP_SCHEMA, counts, flaky, duration } };
}
