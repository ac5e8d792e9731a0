import os from 'node:os';
import path from 'node:path';
import {
  chromiumBrowser,
  type ChromiumOptions,
} from '../../lib/adapters/browser/chromium-browser.ts';
import type { BrowserJourneyContext } from '../../lib/core/journey/definition.ts';
import type { BrowserPlan, JourneyPlan } from '../../lib/core/journey/plan.ts';
import type { BrowserPort } from '../../lib/core/ports.ts';
import type { AttemptRequest, AttemptResult } from '../../lib/core/journey/attempt.ts';
import { executeAttempt } from '../../lib/core/run/execute-attempt.ts';
import { attemptPorts } from './attempt-ports.ts';
import { planOf, requestOf } from './attempt-requests.ts';

/** A browser plan with every default. */
export function browserPlanOf(changes: Partial<BrowserPlan> = {}): BrowserPlan {
  return { serviceWorkers: 'block', cpuThrottle: 1, network: null, ...changes };
}

/** A browser of the npm package, kept in the user's own cache as the product keeps it. */
export function testBrowser(changes: Partial<ChromiumOptions> = {}): BrowserPort {
  return chromiumBrowser({
    chromiumPath: null,
    cacheDir: path.join(os.homedir(), '.cache', 'waywiser'),
    observerScriptPath: path.resolve('dist/page-observer.js'),
    allowPrivateTargets: [],
    ...changes,
  });
}

/** What an attempt in a browser is made of. */
export interface BrowserAttempt {
  readonly body: (context: BrowserJourneyContext) => Promise<void>;
  readonly plan?: Partial<JourneyPlan>;
  readonly browserPlan?: Partial<BrowserPlan>;
  readonly request?: Partial<AttemptRequest>;
}

/** Runs a body as a browser journey's attempt, with everything real but the worker process. */
export async function attemptIn(
  browser: BrowserPort,
  attempt: BrowserAttempt,
): Promise<AttemptResult> {
  const plan = planOf({
    kind: 'browser',
    timeoutMs: 20_000,
    browser: browserPlanOf(attempt.browserPlan),
    ...attempt.plan,
  });
  const definition = {
    kind: 'browser' as const,
    name: plan.name,
    options: { schedule: { kind: 'every' as const, interval: '5m' } },
    body: attempt.body,
  };

  return executeAttempt(definition, requestOf({ plan, ...attempt.request }), attemptPorts(browser));
}
