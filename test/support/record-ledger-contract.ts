import type { ClaimResult, RankedRecord, RecordLedger, RunStore } from '../../lib/core/ports.ts';
import { isMeasured, type RecordRank } from '../../lib/core/record/record-rank.ts';
import type { RunRecord } from '../../lib/core/record/run-record.ts';
import { LEASE_MS } from '../../lib/core/deploy/platform-functions.ts';
import { runRecord } from './run-records.ts';

/** A ledger to test, how to read what it stored, and how to be rid of it. */
export interface OpenedLedger {
  readonly ledger: RecordLedger;
  readonly stored: (record: RunRecord) => Promise<RunRecord | null>;
  /** The runs of the same table; null: the ledger has none. */
  readonly store: RunStore | null;
  close(): Promise<void>;
}

const NOW = Date.UTC(2026, 10, 22, 16, 50);
const RANKS: readonly RecordRank[] = [
  'missing',
  'undeployed',
  'undelivered',
  'died',
  'run',
  'evidence',
];

/** What every RecordLedger must do. `open` gives an empty one; it is called once. */
export function recordLedgerContract(name: string, open: () => Promise<OpenedLedger>): void {
  describe(`RecordLedger contract on ${name}`, () => {
    let opened: OpenedLedger;
    let ledger: RecordLedger;
    let counter = 0;

    beforeAll(async () => {
      opened = await open();
      ledger = opened.ledger;
    });

    afterAll(async () => {
      await opened.close();
    });

    /** A record of that rank, of a run that no other test writes to. */
    function entry(rank: RecordRank = 'run', changes: Partial<RunRecord> = {}): RankedRecord {
      counter += 1;
      const record = runRecord({ journey: `ledger-${counter}`, ...changes });

      return { record, rank, publishes: true };
    }

    async function claimAndSettle(claimed: RankedRecord): Promise<void> {
      await ledger.claim(claimed, NOW);
      await ledger.settle(claimed, NOW + LEASE_MS);
    }

    test('claim() gives the lease and stores the record when there is none', async () => {
      const one = entry();

      const claim = await ledger.claim(one, NOW);

      expect(claim).toEqual({
        kind: 'mine',
        leaseUntilMs: NOW + LEASE_MS,
        counted: false,
        measured: false,
      });
      expect(await opened.stored(one.record)).toEqual(one.record);
    });

    test('claim() of evidence knows that the measurements of its run are published', async () => {
      const verdict = entry('run');
      await claimAndSettle(verdict);
      const { record } = verdict;

      const claim = await ledger.claim({ record, rank: 'evidence', publishes: true }, NOW);

      expect(claim).toMatchObject({ kind: 'mine', counted: true, measured: true });
    });

    test('claim() of evidence publishes what a recorder that ended did not', async () => {
      const { record } = entry('died');
      await claimAndSettle({ record, rank: 'died', publishes: true });
      await ledger.claim({ record, rank: 'run', publishes: true }, NOW);

      const evidence = { record, rank: 'evidence', publishes: true } as const;

      expect(await ledger.claim(evidence, NOW)).toEqual({ kind: 'busy' });
      expect(await ledger.claim(evidence, NOW + LEASE_MS)).toMatchObject({
        kind: 'mine',
        counted: true,
        measured: false,
      });
    });

    test('claim() keeps evidence away from the record of another execution of the slot', async () => {
      const first = entry('run');
      await claimAndSettle(first);
      const second = { ...first.record, startedAt: '2026-11-22T16:45:31.000Z', attempts: 2 };

      const claim = await ledger.claim({ record: second, rank: 'evidence', publishes: true }, NOW);

      expect(claim).toEqual({ kind: 'settled' });
      expect(await opened.stored(first.record)).toEqual(first.record);
    });

    test('claim() says busy when another has the lease', async () => {
      const one = entry();
      await ledger.claim(one, NOW);

      expect(await ledger.claim(one, NOW + LEASE_MS - 1)).toEqual({ kind: 'busy' });
    });

    test('claim() gives the lease again when it has ended unsettled', async () => {
      const one = entry();
      await ledger.claim(one, NOW);

      const claim = await ledger.claim(one, NOW + LEASE_MS);

      expect(claim).toEqual({
        kind: 'mine',
        leaseUntilMs: NOW + 2 * LEASE_MS,
        counted: false,
        measured: false,
      });
    });

    test('claim() says settled when the record was settled', async () => {
      const one = entry();
      await claimAndSettle(one);

      expect(await ledger.claim(one, NOW + 9 * LEASE_MS)).toEqual({ kind: 'settled' });
    });

    test('claim() gives one lease when many ask at once', async () => {
      const one = entry();

      const claims = await Promise.all(
        Array.from({ length: 20 }, async () => await ledger.claim(one, NOW)),
      );

      expect(claims.map((claim) => claim.kind).toSorted()).toEqual([
        ...Array.from({ length: 19 }, () => 'busy'),
        'mine',
      ]);
    });

    test('claim() keeps the first record when another of the same rank comes', async () => {
      const one = entry();
      await claimAndSettle(one);

      const claim = await ledger.claim({ ...one, record: { ...one.record, durationMs: 9 } }, NOW);

      expect(claim).toEqual({ kind: 'settled' });
      expect(await opened.stored(one.record)).toEqual(one.record);
    });

    test.each(pairs())(
      'claim() replaces a settled %s record when one of rank %s comes, and says it was counted',
      async (low, high) => {
        const lower = entry(low);
        const higher: RankedRecord = {
          record: { ...lower.record, durationMs: 9 },
          rank: high,
          publishes: true,
        };
        await claimAndSettle(lower);

        const claim = await ledger.claim(higher, NOW + 5);

        expect(claim).toEqual({
          kind: 'mine',
          leaseUntilMs: NOW + 5 + LEASE_MS,
          counted: true,
          measured: isMeasured(low),
        });
        expect(await opened.stored(lower.record)).toEqual(higher.record);
      },
    );

    test.each(pairs())('claim() lets no %s record replace one of rank %s', async (low, high) => {
      const higher = entry(high);
      await ledger.claim(higher, NOW);

      const claim = await ledger.claim(
        { ...higher, record: { ...higher.record, durationMs: 9 }, rank: low },
        NOW + LEASE_MS,
      );

      expect(claim).toEqual({ kind: 'settled' });
      expect(await opened.stored(higher.record)).toEqual(higher.record);
    });

    test('claim() says busy when a lower record is being published', async () => {
      const lower = entry('died');
      await ledger.claim(lower, NOW);

      expect(await ledger.claim({ ...lower, rank: 'run' }, NOW + 1)).toEqual({ kind: 'busy' });
    });

    test('claim() remembers that a run was counted when the publisher of its better record is lost', async () => {
      const lower = entry('died');
      const higher: RankedRecord = { ...lower, rank: 'run' };
      await claimAndSettle(lower);
      await ledger.claim(higher, NOW + 1);

      const claim = await ledger.claim(higher, NOW + 1 + LEASE_MS);

      expect(claim).toMatchObject({ kind: 'mine', counted: true, measured: false });
    });

    test('claim() stores and is done when there is nothing to publish', async () => {
      const one = { ...entry('run', { scheduledAt: null }), publishes: false };

      const claims: ClaimResult[] = [await ledger.claim(one, NOW), await ledger.claim(one, NOW)];

      expect(claims).toEqual([{ kind: 'settled' }, { kind: 'settled' }]);
      expect(await opened.stored(one.record)).toEqual(one.record);
    });

    test('claim() is not counted when what it replaces published nothing', async () => {
      const missing = { ...entry('missing'), publishes: false };
      await ledger.claim(missing, NOW);

      const claim = await ledger.claim({ ...missing, rank: 'run', publishes: true }, NOW);

      expect(claim).toMatchObject({ kind: 'mine', counted: false, measured: false });
    });

    test('claim() keeps the same bytes when the same record is claimed again', async () => {
      const one = entry('run', { pageErrors: ['\uD800', 'é', '\u0000'], durationMs: 1e-200 });
      await ledger.claim(one, NOW);
      await ledger.claim(one, NOW + LEASE_MS);

      expect(await opened.stored(one.record)).toEqual(one.record);
    });

    test('settle() says false when the lease is not the one that stands', async () => {
      const one = entry();
      await ledger.claim(one, NOW);
      await ledger.claim(one, NOW + LEASE_MS);

      expect(await ledger.settle(one, NOW + LEASE_MS)).toBe(false);
      expect(await ledger.settle(one, NOW + 2 * LEASE_MS)).toBe(true);
      expect(await ledger.settle(one, NOW + 2 * LEASE_MS)).toBe(false);
    });

    test('claim() refuses when the run id carries no instant', async () => {
      const one = entry();
      const wrong = { ...one, record: { ...one.record, runId: 'nonsense' } };

      if (opened.store === null) return;

      await expect(ledger.claim(wrong, NOW)).rejects.toThrow('Cannot read run id "nonsense"');
    });

    test('claim() takes over when the run store has the run as missing, and leaves its runs', async () => {
      const { store } = opened;
      if (store === null) return;
      const one = entry();
      const other = entry();
      await store.putRun({ ...one.record, outcome: 'missing' });
      await store.putRun(other.record);

      const claims = [await ledger.claim(one, NOW), await ledger.claim(other, NOW)];

      expect(claims.map((claim) => claim.kind)).toEqual(['mine', 'settled']);
      expect(await store.putRun({ ...one.record, durationMs: 9 })).toBe(false);
      const series = await store.listSeries();
      expect(series.map(({ journey }) => journey)).toContain(one.record.journey);
    });
  });
}

function pairs(): [RecordRank, RecordRank][] {
  return RANKS.flatMap((low, index) =>
    RANKS.slice(index + 1).map((high): [RecordRank, RecordRank] => [low, high]),
  );
}
