import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { RollupRange } from '../../core/rollup/rollup.ts';
import { canonicalInstant } from '../../core/store/instant.ts';
import type { Annotation } from '../../core/record/annotation.ts';
import { checkedAnnotation, readAnnotation } from '../../core/trends/read-annotation.ts';
import {
  ALL_JOURNEYS,
  annotationExpiry,
  annotationKey,
  annotationPartition,
} from '../../core/trends/trend-keys.ts';
import type { AnnotationStore } from '../../core/trends/trend-ports.ts';
import { readPartition } from './query-pages.ts';
import { readableItems } from './readable-items.ts';
import { type DynamoTableOptions, tableBackend, type TableBackend } from './table-backend.ts';

/**
 * Stores notes in the table of runs, as plain attributes, so that pipelines can write such items
 * themselves. `putAnnotation` throws a RangeError for an empty note or one that is too long.
 */
export function dynamoAnnotationStore(options: DynamoTableOptions): AnnotationStore {
  const backend = tableBackend(options);
  const { client, table, call } = backend;

  return {
    annotationsOf: async (journey, range) => {
      const own = await annotationsIn(backend, journey, range);
      const all = await annotationsIn(backend, ALL_JOURNEYS, range);

      return [...own, ...all].toSorted((one, other) => (one.at < other.at ? -1 : 1));
    },
    putAnnotation: async (annotation) => {
      const checked = checkedAnnotation(annotation);
      const { journey, text, kind, by } = checked;
      const Item = marshall({
        ...annotationKey(checked),
        journey,
        text,
        kind,
        by,
        expiresAt: annotationExpiry(checked),
      });
      const command = new PutItemCommand({ TableName: table, Item });
      await call(`store a note of "${journey}"`, (callOptions) =>
        client.send(command, callOptions),
      );
    },
  };
}

async function annotationsIn(
  backend: TableBackend,
  journey: string,
  { since, until }: RollupRange,
): Promise<readonly Annotation[]> {
  const [from, to] = [canonicalInstant(since), canonicalInstant(until)];
  const items = await readPartition(backend, `read the notes of "${journey}"`, {
    pk: annotationPartition(journey),
    // Compared by the second: an instant written by hand may have no milliseconds.
    from: from.slice(0, SECONDS),
    to: `${to.slice(0, SECONDS)}~`,
  });

  return readableItems(
    items,
    ({ sk, text, kind, by }) => readAnnotation({ sk, text, kind, by }, journey),
    backend.onUnreadable,
  ).filter(({ at }) => at >= from && at < to);
}

/** Length of an instant's text up to its seconds. */
const SECONDS = '2026-11-22T16:45:00'.length;
