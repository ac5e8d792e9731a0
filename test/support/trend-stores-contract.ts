import type { Annotation } from '../../lib/core/record/annotation.ts';
import type { AnnotationStore, FindingStore } from '../../lib/core/trends/trend-ports.ts';
import { changeAt, finding } from './findings.ts';

/** Stores to test, and how to be rid of them. */
export interface OpenedTrendStores {
  readonly findings: FindingStore;
  readonly annotations: AnnotationStore;
  close(): Promise<void>;
}

const DEPLOYED: Annotation = {
  at: '2026-11-22T16:45:00.000Z',
  journey: 'checkout',
  text: 'v1.42 deployed',
  kind: 'deploy',
  by: 'pipeline',
};

/** What every FindingStore and AnnotationStore must do. `open` gives empty ones; it is called once. */
export function trendStoresContract(name: string, open: () => Promise<OpenedTrendStores>): void {
  describe(`trend stores contract on ${name}`, () => {
    let stores: OpenedTrendStores;

    beforeAll(async () => {
      stores = await open();
    });

    afterAll(async () => {
      await stores.close();
    });

    test('findingsOf() gives those of a journey as they were put last, oldest first', async () => {
      const { findings } = stores;
      const young = finding({ metric: 'a#b%', foundAt: '2026-11-23T00:40:00.000Z' });
      const old = finding({
        id: 'change-2026-11-20T13:00:00.000Z',
        subject: { kind: 'change', change: changeAt('2026-11-20T13:00:00.000Z') },
      });
      const resolved = {
        ...old,
        resolved: { at: '2026-11-24T00:40:00.000Z', code: 'not-detected' as const },
      };
      const elsewhere = finding({ region: 'us-east-1', foundAt: '2026-11-22T12:40:00.000Z' });

      for (const each of [young, old, elsewhere, finding({ journey: 'check' }), resolved]) {
        await findings.putFinding(each);
      }

      expect(await findings.findingsOf('checkout')).toEqual([resolved, elsewhere, young]);
      expect(await findings.findingsOf('nobody')).toEqual([]);
    });

    test('findingsOf() gives numbers exactly as they were', async () => {
      const change = changeAt('2026-11-20T13:00:00.000Z', { p: 1e-17, before: 0.1 + 0.2 });
      const exact = finding({ journey: 'exact', subject: { kind: 'change', change } });

      await stores.findings.putFinding(exact);

      expect(await stores.findings.findingsOf('exact')).toEqual([exact]);
    });

    test('summaryOf() gives the summary that was put last, apart from the findings', async () => {
      const { findings } = stores;
      const summary = { schema: 2, journey: 'look#ed', at: '2026-11-22T00:40:00.000Z' } as const;
      const insufficient = { shortage: { code: 'not-tested' as const }, moreDays: 5.2 };
      const newest = {
        ...summary,
        at: '2026-11-23T00:40:00.000Z',
        series: [
          { region: 'eu-west-1', metric: 'duration', insufficient: null },
          { region: 'us-east-1', metric: 'step:pay', insufficient },
        ],
      };
      const found = finding({ journey: 'look#ed' });

      await findings.putFinding(found);
      await findings.putSummary({ ...summary, series: [] });
      await findings.putSummary(newest);

      expect(await findings.summaryOf('look#ed')).toEqual(newest);
      expect(await findings.summaryOf('nobody')).toBeNull();
      expect(await findings.findingsOf('look#ed')).toEqual([found]);
      expect(await findings.trendsOf('look#ed')).toEqual({ findings: [found], summary: newest });
      expect(await findings.trendsOf('nobody')).toEqual({ findings: [], summary: null });
    });

    test('annotationsOf() gives those of a journey and of all in a range, oldest first', async () => {
      const { annotations } = stores;
      const all = { ...DEPLOYED, journey: '*', at: '2026-11-22T18:00:00.000Z', by: null };
      const outside = ['2026-11-22T16:44:59.999Z', '2026-11-22T19:00:00.000Z'];
      for (const each of [
        all,
        DEPLOYED,
        { ...DEPLOYED, journey: 'other' },
        ...outside.map((at) => ({ ...DEPLOYED, at })),
      ]) {
        await annotations.putAnnotation(each);
      }

      const range = { since: '2026-11-22T16:45:00.000Z', until: '2026-11-22T19:00:00.000Z' };
      expect(await annotations.annotationsOf('checkout', range)).toEqual([DEPLOYED, all]);
    });

    test('putAnnotation() keeps one that is said twice once, and two of one instant', async () => {
      const { annotations } = stores;
      const first = { ...DEPLOYED, journey: 'twice' };
      const second = { ...first, text: 'cache warmed', kind: 'note' as const };

      for (const each of [first, { ...first, at: '2026-11-22T17:45:00+01:00' }, second]) {
        await annotations.putAnnotation(each);
      }

      const range = { since: '2026-11-22T16:00:00.000Z', until: '2026-11-22T17:00:00.000Z' };
      const kept = await annotations.annotationsOf('twice', range);
      expect(kept.toSorted((a, b) => b.text.localeCompare(a.text))).toEqual([first, second]);
    });

    test.each([
      ['nothing', ' ', 'Cannot keep a note of 0 characters; expected 1 to 500'],
      ['too much', '𝛿'.repeat(501), 'Cannot keep a note of 501 characters; expected 1 to 500'],
    ])('putAnnotation() refuses one that says %s', async (_, text, message) => {
      await expect(stores.annotations.putAnnotation({ ...DEPLOYED, text })).rejects.toThrow(
        new RangeError(message),
      );
    });
  });
}
