import * as fc from 'fast-check';
import type { ApiJourneyContext } from '../../../lib/core/journey/definition.ts';
import type { AttemptResult } from '../../../lib/core/journey/attempt.ts';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { redactor } from '../../../lib/core/record/redact.ts';
import { wellFormedRecord } from '../../../lib/core/record/well-formed-record.ts';
import { factsOf, mergeFacts, rollUpFacts } from '../../../lib/core/rollup/facts.ts';
import { metricValuesOf } from '../../../lib/core/rollup/metric-values.ts';
import { stepMetric } from '../../../lib/core/rollup/metric.ts';
import { timePartsOf } from '../../../lib/core/rollup/time-parts.ts';
import { executeAttempt } from '../../../lib/core/run/execute-attempt.ts';
import { redactRun } from '../../../lib/core/run/redact-run.ts';
import { attemptPorts } from '../../support/attempt-ports.ts';
import { planOf, requestOf } from '../../support/attempt-requests.ts';
import { startServer, type TestServer } from '../../support/http-server.ts';
import { INHERITED_NAMES } from '../../support/inherited-names.ts';
import { runRecord } from '../../support/run-records.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer((request, response) => {
    const sent = String(request.headers['x-name']);
    response.writeHead(200, ['server', sent, 'set-cookie', `${sent}=1`, sent, 'own']);
    response.end(JSON.stringify({ cookie: request.headers.cookie ?? null }));
  });
});
afterAll(async () => server.close());

const name = fc.constantFrom(...INHERITED_NAMES);
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 4 });

describe('names that every object inherits', () => {
  it('pass as names of steps, headers, cookies, secrets and servers', async () => {
    await fc.assert(
      fc.asyncProperty(names, name, async (steps, secret) => {
        const seen: unknown[] = [];

        const result = await attempt(secret, async ({ http, step, secret: read }) => {
          for (const each of steps) {
            // oxlint-disable-next-line no-await-in-loop -- one step after the other
            await step(each, async () => {
              const headers = Object.fromEntries([
                ['x-name', each],
                [each, 'sent'],
              ]);
              const first = await http.get('/', { headers });
              const second = await http.get('/', { headers: { 'x-name': each } });
              const own = Object.entries(first.headers).find(([key]) => key === each.toLowerCase());
              seen.push(own?.[1], second.json().cookie?.includes(`${each}=1`));
            });
          }
          seen.push(read(secret));
        });

        expect(result.error).toBeNull();
        expect(seen).toEqual([...steps.flatMap(() => ['own', true]), 'value']);
        expect(result.steps.map((step) => Object.keys(step))).toEqual(steps.map(() => STEP_FIELDS));
        expectFigures(steps, result);
      }),
      { numRuns: 20 },
    );
  });
});

const STEP_FIELDS = ['name', 'parent', 'outcome', 'startMs', 'durationMs'];

/** What is derived from a result holds each step and server under its own name, once. */
function expectFigures(steps: readonly string[], result: AttemptResult): void {
  const { steps: kept, requests } = redactRun(result, redactor(['unused-secret']));
  const record: RunRecord = runRecord({ steps: kept, requests, durationMs: result.durationMs });
  const values = new Map(metricValuesOf(record, []));
  const facts = factsOf(record);
  const merged = mergeFacts([rollUpFacts([record]), rollUpFacts([record])]);
  const host = new URL(server.origin).host;

  expect(wellFormedRecord(JSON.parse(JSON.stringify(record)))).toEqual(record);
  for (const each of steps) {
    const durations = kept.filter((step) => step.name === each).map((step) => step.durationMs);
    expect(values.get(stepMetric(each))).toEqual(durations);
    expect(timePartsOf(record).some(({ step }) => step === each)).toBe(true);
  }
  expect(facts[`server@${host}`]).toBe(steps[0]);
  expect(Object.entries(merged?.facts[`server@${host}`] ?? {})).toEqual([[steps[0], 2]]);
}

async function attempt(
  secret: string,
  body: (context: ApiJourneyContext) => Promise<void>,
): Promise<AttemptResult> {
  const plan = planOf({ baseUrl: server.origin, secrets: [secret] });
  const definition = {
    kind: 'api' as const,
    name: plan.name,
    options: { schedule: { kind: 'every' as const, interval: '5m' } },
    body,
  };
  const secrets = Object.fromEntries([[secret, 'value']]);

  return executeAttempt(definition, requestOf({ plan, secrets }), attemptPorts(null));
}
