import path from 'node:path';
import { emptyStores, openHistory } from '../../../../lib/cli/frame/history-stores.ts';
import { lookBeside } from '../../../../lib/cli/dev/dev-look.ts';
import type { Io } from '../../../../lib/cli/frame/io.ts';
import { pathsOf } from '../../../../lib/cli/frame/paths.ts';
import { planOf } from '../../../core/alarms/journey-plan.ts';
import { memoryRunStore } from '../../../fakes/memory-run-store.ts';
import { memoryFindingStore } from '../../../fakes/memory-trend-stores.ts';
import { projectDir } from '../../../support/project-dir.ts';
import { runRecord } from '../../../support/run-records.ts';

const NOW_MS = Date.UTC(2026, 10, 23, 12);
const TOLD = { series: 3, opened: [], resolved: [], open: 2, errors: [] };

/** What `dev` looks with, where the store holds runs of these regions. */
async function besideOf(regions: readonly string[], command = answering(TOLD)) {
  const cwd = projectDir({ 'look.cjs': command });
  const io: Io = {
    out: () => undefined,
    err: () => undefined,
    color: false,
    isTty: false,
    columns: 100,
    env: {},
    cwd,
  };
  const store = memoryRunStore();
  for (const region of regions) await store.putRun(runRecord({ journey: 'checkout', region }));
  const findings = memoryFindingStore();
  const parts = {
    plans: [planOf()],
    stage: 'dev',
    history: openHistory({ ...emptyStores(), store, findings }),
    paths: { ...pathsOf(io, path.join(cwd, 'dist')), commandPath: path.join(cwd, 'look.cjs') },
    epochMs: () => NOW_MS,
  };

  return { beside: lookBeside(parts, io), findings };
}

function answering(told: object): string {
  return `console.log(JSON.stringify({ ...${JSON.stringify(told)}, args: process.argv.slice(2) }));`;
}

function lookAt(hour: string, regions: readonly string[]) {
  return {
    schema: 2,
    journey: 'checkout',
    at: `2026-11-23T${hour}:00.000Z`,
    regions,
    series: [],
  } as const;
}

describe('lookBeside()', () => {
  test('lookBeside() has nothing to look at where everything was measured here', async () => {
    const { beside } = await besideOf(['local']);

    expect(await beside.look({ isFirst: true })).toBeNull();
  });

  test('lookBeside() lets another process look where there are other regions', async () => {
    const { beside } = await besideOf(['local', 'eu-west-1']);

    const told = await beside.look({ isFirst: true });

    expect(told).toEqual({ ...TOLD, args: ['analyse', '--stage', 'dev'] });
  });

  test.each([
    ['not again at its start when all regions were analysed', 0, ['local', 'eu-west-1']],
    ['again at its start when one of them was not analysed', 3, ['local']],
  ])('lookBeside() looks %s', async (_, series, regions) => {
    const { beside, findings } = await besideOf(['local', 'eu-west-1']);
    await findings.putSummary(lookAt('00:40', regions));

    const told = await beside.look({ isFirst: true });

    expect(told?.series).toBe(series);
  });

  test('lookBeside() looks again each day, though that be a moment sooner', async () => {
    const { beside, findings } = await besideOf(['eu-west-1']);
    await findings.putSummary(lookAt('11:59', ['eu-west-1']));

    expect(await beside.look({ isFirst: false })).toMatchObject(TOLD);
  });

  test('lookBeside() ends the process when it is stopped', async () => {
    const { beside } = await besideOf(['eu-west-1'], 'setInterval(() => {}, 1000);');

    const looking = beside.look({ isFirst: false });
    setImmediate(() => beside.stop());

    await expect(looking).rejects.toThrow('its process ended with code null');
  });
});
