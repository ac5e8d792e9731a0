import { upgradeSummary } from '../../../../lib/core/trends/analysis-summary.ts';
import { upgradeFinding } from '../../../../lib/core/trends/upgrade-finding.ts';
import { ENDED_V1, SUMMARY_V1 } from '../../../support/stored-schema-1.ts';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamoAnnotationStore } from '../../../../lib/adapters/dynamodb/annotation-store.ts';
import { dynamoFindingStore } from '../../../../lib/adapters/dynamodb/finding-store.ts';
import { openEmbeddedStore } from '../../../../lib/adapters/dynamodb/embedded.ts';
import { findingKey } from '../../../../lib/core/trends/trend-keys.ts';
import type { UnreadableItem } from '../../../../lib/core/store/store-damage.ts';
import { type EmbeddedTable, embeddedTable } from '../../../support/embedded-table.ts';
import { changeAt, finding } from '../../../support/findings.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';
import { trendStoresContract } from '../../../support/trend-stores-contract.ts';

trendStoresContract('dynalite', async () => {
  const dir = await temporaryDir();
  const embedded = await openEmbeddedStore({ dir: dir.path });

  return {
    findings: embedded.findings,
    annotations: embedded.annotations,
    close: async () => {
      await embedded.close();
      await dir.remove();
    },
  };
});

describe('items', () => {
  let table: EmbeddedTable;

  beforeAll(async () => {
    table = await embeddedTable();
  });

  afterAll(async () => {
    await table.close();
  });

  /** As `aws dynamodb put-item --item` takes it. */
  async function putByHand(item: Readonly<Record<string, string>>): Promise<void> {
    const Item = Object.fromEntries(Object.entries(item).map(([key, S]) => [key, { S }]));
    await table.client.send(new PutItemCommand({ TableName: table.table, Item }));
  }

  test('annotationsOf() reads items that were put by hand', async () => {
    const annotations = dynamoAnnotationStore(table);
    await putByHand({ pk: 'NOTE#checkout', sk: '2026-11-22T16:45:00Z#a1', text: 'v1.42 deployed' });
    await putByHand({
      pk: 'NOTE#*',
      sk: '2026-11-22T17:00Z',
      text: 'moved to another host',
      kind: 'deploy',
      by: 'ann',
    });

    const range = { since: '2026-11-22T16:00:00.000Z', until: '2026-11-22T18:00:00.000Z' };
    expect(await annotations.annotationsOf('checkout', range)).toEqual([
      {
        at: '2026-11-22T16:45:00.000Z',
        journey: 'checkout',
        text: 'v1.42 deployed',
        kind: 'note',
        by: null,
      },
      {
        at: '2026-11-22T17:00:00.000Z',
        journey: '*',
        text: 'moved to another host',
        kind: 'deploy',
        by: 'ann',
      },
    ]);
  });

  test('annotationsOf() leaves out and reports the item that cannot be read', async () => {
    const unreadable: UnreadableItem[] = [];
    const annotations = dynamoAnnotationStore({
      ...table,
      onUnreadable: (item) => unreadable.push(item),
    });
    await putByHand({ pk: 'NOTE#broken', sk: '2026-11-22T16:45:00Z#a1', words: 'deployed' });

    const range = { since: '2026-11-22T16:00:00.000Z', until: '2026-11-22T18:00:00.000Z' };
    const found = await annotations.annotationsOf('broken', range);

    expect(found.filter(({ journey }) => journey === 'broken')).toEqual([]);
    expect(unreadable).toEqual([
      {
        pk: 'NOTE#broken',
        sk: '2026-11-22T16:45:00Z#a1',
        reason:
          'Cannot read the note "2026-11-22T16:45:00Z#a1" of "broken": it has no text; correct or delete the item',
      },
    ]);
  });

  test('trendsOf() upgrades a finding and a summary that schema 1 stored', async () => {
    const pk = { S: 'TREND#checkout' };
    const schema = { N: '1' };
    const items = [
      { pk, schema, sk: { S: 'duration#eu-west-1#x' }, finding: { S: JSON.stringify(ENDED_V1) } },
      { pk, schema, sk: { S: 'LOOK' }, look: { S: JSON.stringify(SUMMARY_V1) } },
    ];
    for (const Item of items) {
      await table.client.send(new PutItemCommand({ TableName: table.table, Item }));
    }

    expect(await dynamoFindingStore(table).trendsOf('checkout')).toEqual({
      findings: [upgradeFinding(ENDED_V1)],
      summary: upgradeSummary(SUMMARY_V1),
    });
  });

  test('findingsOf() rejects a finding that a newer version wrote', async () => {
    const { pk, sk } = findingKey(finding({ journey: 'newer' }));
    await table.client.send(
      new PutItemCommand({
        TableName: table.table,
        Item: { pk: { S: pk }, sk: { S: sk }, schema: { N: '3' } },
      }),
    );

    await expect(dynamoFindingStore(table).findingsOf('newer')).rejects.toThrow(
      'it has schema 3; this version of waywiser reads up to 2: upgrade it',
    );
  });

  test('putFinding() rejects a number that JSON would turn into null', async () => {
    const change = changeAt('2026-11-20T13:00:00.000Z', { before: Number.NaN });
    const broken = finding({ subject: { kind: 'change', change } });

    await expect(dynamoFindingStore(table).putFinding(broken)).rejects.toThrow(
      'Cannot store finding "drift-2026-11-22T00:40:00.000Z" of "checkout": before is NaN; expected a finite number',
    );
  });
});
