// Run in a network namespace of its own: runs journeys against a healthy target and writes the figures.
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AttemptResult } from '../../../../lib/core/journey/attempt.ts';
import { planOf, requestOf } from '../../../support/attempt-requests.ts';
import { browserPlanOf } from '../../../support/browser-attempt.ts';
import { sandboxWith } from '../../../support/sandboxes.ts';
import { PUBLIC_ADDRESS, RESOLVER } from '../../containment/inside/network.ts';
import { type LossyServer, startLossyServer } from './lossy-server.ts';
import type { LossyFigures, LossyOptions, LossySeries } from './options.ts';

const SEED = 13;
const PORT = 8080;
const TARGET = `http://shop.example:${PORT}/`;
/** Runs at the same time: they mostly wait. */
const WIDTH = { api: 16, browser: 3 } as const;
const SLOW_MS = 1_000;

async function main(options: LossyOptions): Promise<readonly LossyFigures[]> {
  const names = await startLossyServer(RESOLVER, PUBLIC_ADDRESS, SEED);
  http
    .createServer((_request, response) => response.end('<p>healthy</p>'))
    .listen(PORT, PUBLIC_ADDRESS);
  const figures: LossyFigures[] = [];
  for (const series of options.series) {
    figures.push(await runSeries(series, { names, bundlePath: options.bundles[series.kind] }));
  }

  return figures;
}

interface World {
  readonly names: LossyServer;
  readonly bundlePath: string;
}

async function runSeries(series: LossySeries, { names, bundlePath }: World): Promise<LossyFigures> {
  const width = WIDTH[series.kind];
  const pool = { maxWorkers: width, maxIdle: width, spare: 'asked' } as const;
  const sandbox = sandboxWith(series.kind, pool);
  const request = requestOf({
    plan: planOf({
      name: `lossy-${series.kind}`,
      kind: series.kind,
      timeoutMs: series.journeyTimeoutMs,
      env: { TARGET, TIMEOUT: series.timeout },
      browser: series.kind === 'browser' ? browserPlanOf() : null,
    }),
    bundlePath,
    projectDir: process.cwd(),
  });
  names.lose(series.loss);
  names.take();
  const results: AttemptResult[] = [];
  let begun = 0;

  async function lane(): Promise<void> {
    while (begun < series.runs) {
      begun += 1;
      results.push(await sandbox.attempt(request));
    }
  }

  await Promise.all(Array.from({ length: width }, lane));
  await sandbox.dispose();

  return { ...series, ...names.take(), ...summaryOf(results) };
}

function summaryOf(
  results: readonly AttemptResult[],
): Omit<LossyFigures, keyof LossySeries | 'queries' | 'dropped'> {
  const passed = results.filter(({ outcome }) => outcome === 'passed');
  const lookups = passed.map(({ requests }) => requests[0]?.phases.dnsMs ?? 0);
  const others: Record<string, number> = {};
  const messages: Record<string, string> = {};
  for (const { outcome, cause, error } of results) {
    if (outcome === 'passed') continue;
    const key = `${outcome} ${cause}`;
    others[key] = (others[key] ?? 0) + 1;
    messages[key] ??= error?.message ?? '';
  }

  return {
    passed: passed.length,
    others,
    messages,
    slowestMs: Math.max(0, ...lookups),
    slow: lookups.filter((ms) => ms >= SLOW_MS).length,
    refused: results.reduce((sum, { refused = [] }) => sum + refused.length, 0),
  };
}

const given: LossyOptions = JSON.parse(process.argv[2] ?? '{}');
void main(given).then((figures) => {
  writeFileSync(given.figuresPath, JSON.stringify(figures));
  process.exit(0);
});
