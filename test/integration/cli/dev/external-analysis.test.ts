import path from 'node:path';
import { emptyStores, openHistory } from '../../../../lib/cli/frame/history-stores.ts';
import { externalAnalysis } from '../../../../lib/cli/dev/external-analysis.ts';
import type { Io } from '../../../../lib/cli/frame/io.ts';
import { pathsOf } from '../../../../lib/cli/frame/paths.ts';
import { planOf } from '../../../core/alarms/journey-plan.ts';
import { memoryRunStore } from '../../../fakes/memory-run-store.ts';
import { memoryFindingStore } from '../../../fakes/memory-trend-stores.ts';
import { projectDir } from '../../../support/project-dir.ts';
import { runRecord } from '../../../support/run-records.ts';

const NOW_MS = Date.UTC(2026, 10, 23, 12);
const OUTPUT = { series: 3, opened: [], resolved: [], open: 2, errors: [] };

/** The external analysis of a store with runs of these regions. */
async function analysisOf(regions: readonly string[], command = answering(OUTPUT)) {
  const cwd = projectDir({ 'analyse.cjs': command });
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
    paths: { ...pathsOf(io, path.join(cwd, 'dist')), commandPath: path.join(cwd, 'analyse.cjs') },
    epochMs: () => NOW_MS,
  };

  return { external: externalAnalysis(parts, io), findings };
}

function answering(output: object): string {
  return `console.log(JSON.stringify({ ...${JSON.stringify(output)}, args: process.argv.slice(2) }));`;
}

function summaryAt(hour: string, regions: readonly string[]) {
  return {
    schema: 2,
    journey: 'checkout',
    at: `2026-11-23T${hour}:00.000Z`,
    regions,
    series: [],
  } as const;
}

describe('externalAnalysis()', () => {
  test('externalAnalysis() returns null when all runs are of this machine', async () => {
    const { external } = await analysisOf(['local']);

    expect(await external.analyse({ isFirst: true })).toBeNull();
  });

  test('externalAnalysis() lets another process analyse other regions', async () => {
    const { external } = await analysisOf(['local', 'eu-west-1']);

    const output = await external.analyse({ isFirst: true });

    expect(output).toEqual({ ...OUTPUT, args: ['analyse', '--stage', 'dev'] });
  });

  test.each([
    ['not again at its start when all regions were analysed', 0, ['local', 'eu-west-1']],
    ['again at its start when one of them was not analysed', 3, ['local']],
  ])('externalAnalysis() analyses %s', async (_, series, regions) => {
    const { external, findings } = await analysisOf(['local', 'eu-west-1']);
    await findings.putSummary(summaryAt('00:40', regions));

    const output = await external.analyse({ isFirst: true });

    expect(output?.series).toBe(series);
  });

  test('externalAnalysis() analyses again each day, even if the last analysis is less than a day old', async () => {
    const { external, findings } = await analysisOf(['eu-west-1']);
    await findings.putSummary(summaryAt('11:59', ['eu-west-1']));

    expect(await external.analyse({ isFirst: false })).toMatchObject(OUTPUT);
  });

  test('externalAnalysis() ends the process when it is stopped', async () => {
    const { external } = await analysisOf(['eu-west-1'], 'setInterval(() => {}, 1000);');

    const running = external.analyse({ isFirst: false });
    setImmediate(() => external.stop());

    await expect(running).rejects.toThrow('its process ended with code null');
  });
});
