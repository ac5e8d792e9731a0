import * as fc from 'fast-check';
import {
  type SenderDuty,
  senderProblem,
  type SenderRole,
  type SenderRoles,
} from '../../../lib/core/recorder/senders.ts';

const ISOLATED = ['alone', 'apart'];
const SHARED = { health: 'api', search: 'api', checkout: 'browser', login: 'browser' } as const;

const roles: SenderRoles = {
  byId: new Map([
    ...pair('AROAAPI', { kind: 'shared', runs: 'api' }),
    ...pair('AROABROWSER', { kind: 'shared', runs: 'browser' }),
    ...ISOLATED.flatMap((name) => pair(`AROA${name}`, { kind: 'journey', name })),
  ]),
  shared: new Map(Object.entries(SHARED)),
};

function pair(id: string, speaksFor: SenderRole['speaksFor']): readonly [string, SenderRole][] {
  return [
    [`${id}R`, { duty: 'runner', speaksFor }],
    [`${id}S`, { duty: 'scheduler', speaksFor }],
  ];
}

function problem(senderId: string, journey: string, duty: SenderDuty = 'runner'): string | null {
  return senderProblem({ senderId, journey, duty, slotMs: null }, roles);
}

const DEPLOYED_MS = Date.parse('2026-11-22T16:45:00Z');

/** Of a report that a runner does not have a journey, whose own role was listed at DEPLOYED_MS. */
function handoverProblem(
  senderId: string,
  journey: string,
  times: { readonly slotMs: number | null; readonly listedAtMs?: number | null },
): string | null {
  const { slotMs, listedAtMs = DEPLOYED_MS } = times;
  const listed = [...roles.byId].map(([id, role]) => [id, { ...role, listedAtMs }] as const);

  return senderProblem(
    { senderId, journey, duty: 'former-runner', slotMs },
    { ...roles, byId: new Map(listed) },
  );
}

describe('senderProblem()', () => {
  test('takes a record of every journey from the runner that runs it, whatever its session', () => {
    for (const session of [':waywiser-prod-api-runner', ':awslambda_39_20161208', ':', '']) {
      expect(problem(`AROAAPIR${session}`, 'health')).toBeNull();
      expect(problem(`AROABROWSERR${session}`, 'checkout')).toBeNull();
      expect(problem(`AROAaloneR${session}`, 'alone')).toBeNull();
    }
  });

  test('refuses a record from the runner of other journeys, and says whose role it is', () => {
    expect(problem('AROABROWSERR:x', 'health')).toBe(
      'its sender "AROABROWSERR:x" is the shared runner of browser journeys, which may not report journey "health"',
    );
    expect(problem('AROAaloneR:x', 'apart')).toBe(
      'its sender "AROAaloneR:x" is the runner of the isolated journey "alone", which may not report journey "apart"',
    );
  });

  test('takes undelivered events from schedules, and nothing else from them', () => {
    expect(problem('AROAAPIS:x', 'health', 'scheduler')).toBeNull();
    expect(problem('AROAAPIS:x', 'health', 'runner')).toContain('the role of a scheduler');
    expect(problem('AROAAPIR:x', 'health', 'scheduler')).toContain('the role of a runner');
  });

  test.each(['', ':', 'AIDAPERSON', '123456789012', 'AROAAP', 'AROAAPIRX:x', 'aroaapir:x'])(
    'refuses the sender "%s"',
    (senderId) => {
      expect(problem(senderId, 'health')).toContain('no role of this stage');
    },
  );

  test('takes a journey that was just removed from shared roles, and from no isolated one', () => {
    expect(problem('AROAAPIR:x', 'removed')).toBeNull();
    expect(problem('AROAaloneR:x', 'removed')).toContain('may not report');
  });

  test('takes the report of a shared runner that it lacks a journey which has just got its own function', () => {
    for (const minutes of [-15, -1, 0, 3, 15]) {
      expect(
        handoverProblem('AROAAPIR:x', 'alone', { slotMs: DEPLOYED_MS + minutes * 60_000 }),
      ).toBeNull();
    }
    for (const minutes of [-16, 16, 10_000]) {
      expect(
        handoverProblem('AROAAPIR:x', 'alone', { slotMs: DEPLOYED_MS + minutes * 60_000 }),
      ).toContain('may not report');
    }
    expect(
      handoverProblem('AROAAPIR:x', 'alone', { slotMs: DEPLOYED_MS, listedAtMs: null }),
    ).toContain('may not report');
    expect(handoverProblem('AROAAPIR:x', 'alone', { slotMs: null })).toContain('may not report');
    expect(handoverProblem('AROAapartR:x', 'alone', { slotMs: DEPLOYED_MS })).toContain(
      'may not report',
    );
    expect(handoverProblem('AROAAPIS:x', 'alone', { slotMs: DEPLOYED_MS })).toContain(
      'expected that of a runner',
    );
    expect(handoverProblem('AROABROWSERR:x', 'health', { slotMs: DEPLOYED_MS })).toContain(
      'may not report',
    );
  });

  test('lets no role report a journey that another role runs, in any deployment', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { maxLength: 12 });
    const kinds = fc.constantFrom('api', 'browser', 'isolated');
    const deployments = names.chain((list) =>
      fc.array(kinds, { minLength: list.length, maxLength: list.length }).map((kindsOf) => ({
        homes: new Map(list.map((name, index) => [name, kindsOf[index] ?? 'api'])),
      })),
    );

    fc.assert(
      fc.property(deployments, ({ homes }) => {
        const made = deploymentOf(homes);
        for (const [id, { duty, speaksFor }] of made.byId) {
          for (const [journey, home] of homes) {
            const isOwn =
              speaksFor.kind === 'journey' ? speaksFor.name === journey : speaksFor.runs === home;
            const found = senderProblem(
              { senderId: `${id}:any`, duty, journey, slotMs: DEPLOYED_MS },
              made,
            );
            expect([id, journey, found === null]).toEqual([id, journey, isOwn]);
          }
        }
      }),
      { numRuns: 300, seed: 20261130 },
    );
  });
});

function deploymentOf(homes: ReadonlyMap<string, 'api' | 'browser' | 'isolated'>): SenderRoles {
  const isolated = [...homes].filter(([, home]) => home === 'isolated').map(([name]) => name);
  const shared = [...homes].flatMap(([name, home]) =>
    home === 'isolated' ? [] : [[name, home] as const],
  );

  return {
    byId: new Map([
      ...pair('AROA-A', { kind: 'shared', runs: 'api' }),
      ...pair('AROA-B', { kind: 'shared', runs: 'browser' }),
      ...isolated.flatMap((name, index) => pair(`AROA${index}`, { kind: 'journey', name })),
    ]),
    shared: new Map(shared),
  };
}
