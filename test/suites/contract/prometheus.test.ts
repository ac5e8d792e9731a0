import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { prometheusRegistry } from '../../../lib/adapters/prometheus/prometheus-registry.ts';
import { FAMILIES } from '../../../lib/core/exposition/families.ts';
import { newestObservations, observationsOf } from '../../../lib/core/exposition/observations.ts';
import { grafanaDashboard } from '../../../lib/report/grafana/grafana-dashboard.ts';
import { requestRecord, stepRecord } from '../../support/record-parts.ts';
import { runRecord } from '../../support/run-records.ts';

const execute = promisify(execFile);
const PACKAGES = ['prometheus_client==0.21.0', 'promql-parser==0.12.0'];
const DEADLINE_MS = 180_000;

/** Prometheus' own parser of OpenMetrics, which is strict; prints each family's name and samples. */
const READ_METRICS = `
import json, sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families
families = text_string_to_metric_families(sys.stdin.read())
print(json.dumps({f.name: [[s.name, s.labels, s.value] for s in f.samples] for f in families}))
`;

/** The parser of Prometheus' query language; throws for what it refuses. */
const READ_QUERIES = `
import json, sys, promql_parser
for expression in json.load(sys.stdin): promql_parser.parse(expression)
print('ok')
`;

/** Installs the parsers from PyPI into a virtual environment, once per version. */
async function python(): Promise<string> {
  const dir = path.resolve('.waywiser/cache/prometheus-parsers');
  const ready = path.join(dir, PACKAGES.join(' '));
  if (!existsSync(ready)) {
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(path.dirname(dir), { recursive: true });
    await execute('python3', ['-m', 'venv', dir], { timeout: DEADLINE_MS });
    const pip = ['-m', 'pip', 'install', '--quiet', ...PACKAGES];
    await execute(path.join(dir, 'bin/python'), pip, { timeout: DEADLINE_MS });
    writeFileSync(ready, '');
  }

  return path.join(dir, 'bin/python');
}

async function run(program: string, input: string): Promise<string> {
  const child = execute(await python(), ['-c', program], { timeout: DEADLINE_MS });
  child.child.stdin?.end(input);

  return (await child).stdout;
}

const HOSTILE = ['<script>alert(1)</script>', 'a"} 1\nevil 2\\', '\u202Eabc', 'é,b:c'];

describe('what Prometheus reads', () => {
  test('its own strict parser reads every family, with hostile names as they are', async () => {
    const registry = prometheusRegistry();
    for (const journey of ['checkout', ...HOSTILE]) {
      for (const durationMs of [120, 2_500, 400_000]) {
        const record = runRecord({
          journey,
          durationMs,
          steps: [stepRecord({ name: 'pay, "x"' })],
          requests: [requestRecord()],
        });
        registry.add(observationsOf(record), record.runId);
        registry.add(newestObservations(record), null);
      }
    }

    const families: Record<string, readonly [string, Record<string, string>, number][]> =
      JSON.parse(await run(READ_METRICS, (await registry.write()).text));

    expect(Object.keys(families).toSorted()).toEqual(
      Object.values(FAMILIES)
        .map(({ name }) => name)
        .toSorted(),
    );
    const runs = families['waywiser_runs'] ?? [];
    expect(runs.map(([, { journey = '' }]) => journey).toSorted()).toEqual(
      ['checkout', ...HOSTILE].toSorted(),
    );
    expect(runs.map(([, , value]) => value)).toEqual([3, 3, 3, 3, 3]);
    const infinite = families['waywiser_run_duration_seconds']?.find(
      ([name, labels]) =>
        name.endsWith('_bucket') && labels['le'] === '+Inf' && labels['journey'] === 'checkout',
    );
    expect(infinite?.[2]).toBe(3);
  });

  test('its parser of queries reads what the Grafana dashboard asks', async () => {
    const place = { stage: 'prod', home: 'eu-west-1', plans: [] };
    const dashboard = grafanaDashboard({ ...place, source: 'prometheus' });
    const queries = [...JSON.stringify(dashboard).matchAll(/"expr":("(?:[^"\\]|\\.)*")/g)]
      .map(([, text = '""']): string => JSON.parse(text))
      .map((text) => text.replaceAll(/(?<=\[|offset )\$\w+/g, '1h'));

    const answer = await run(READ_QUERIES, JSON.stringify(queries));

    expect(queries.length).toBeGreaterThan(10);
    expect(answer.trim()).toBe('ok');
  });
});
