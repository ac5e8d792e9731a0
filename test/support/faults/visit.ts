import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { JourneyPlan } from '../../../lib/core/journey/plan.ts';
import type { Sandbox } from '../../../lib/core/ports.ts';
import type { JourneyKind, RunRecord } from '../../../lib/core/record/run-record.ts';
import { runJourney } from '../../../lib/core/run/run-journey.ts';
import { planOf } from '../attempt-requests.ts';
import { browserPlanOf } from '../browser-attempt.ts';

/** Journeys that open a URL and look for what every page of the tests has, whatever comes first. */
const BUNDLES: Readonly<Record<JourneyKind, string>> = {
  api: `
const { apiJourney, every, expect } = require('waywiser');
module.exports.default = apiJourney('visit', { schedule: every('5m') }, async ({ http, step, env }) => {
  await step('open', async () => {
    const answer = await http.get(env.VISIT_URL);
    expect(answer.text()).toContain('done');
  });
});`,
  browser: `
const { browserJourney, every } = require('waywiser');
module.exports.default = browserJourney('visit', { schedule: every('5m') }, async ({ page, step, env }) => {
  await step('open', async () => {
    await page.goto(env.VISIT_URL);
    await page.locator('#done').waitFor({ state: 'attached' });
  });
});`,
};

/** Runs the visiting journeys, as the platform runs any other. */
export interface Visitor {
  /** The journey's file, which its runs read. */
  readonly bundlePath: string;
  visit(url: string, plan?: Partial<JourneyPlan>): Promise<RunRecord>;
  end(): void;
}

/** Writes the journey of one kind; its runs go through `sandbox`. */
export function visitor(kind: JourneyKind, sandbox: Sandbox): Visitor {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'visits-'));
  const bundlePath = path.join(dir, 'visit.cjs');
  writeFileSync(bundlePath, BUNDLES[kind]);

  return {
    bundlePath,
    visit: async (url, changes = {}) => {
      const plan = planOf({
        name: 'visit',
        kind,
        timeoutMs: 20_000,
        allowPrivate: true,
        browser: kind === 'browser' ? browserPlanOf() : null,
        env: { VISIT_URL: url },
        ...changes,
      });

      return runJourney(
        {
          runId: 'visit-local-20260101T000000Z',
          journey: { plan, bundlePath },
          stage: 'dev',
          region: 'local',
          scheduledAt: null,
          projectDir: dir,
          evidenceDir: null,
        },
        {
          sandbox,
          secrets: { read: async (name) => name },
          clock: { epochMs: () => Date.now(), monotonicMs: () => performance.now() },
          nodeVersion: process.version,
        },
      );
    },
    end: () => rmSync(dir, { recursive: true, force: true }),
  };
}
