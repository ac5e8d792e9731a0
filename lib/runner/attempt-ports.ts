import { AsyncLocalStorage } from 'node:async_hooks';
import { performance } from 'node:perf_hooks';
import type { BrowserPort, HttpSession } from '../core/ports.ts';
import type { AttemptProgress } from '../core/journey/attempt.ts';
import { type Access, accessOf } from '../core/run/access.ts';
import type { AttemptPorts } from '../core/run/attempt-ports.ts';
import { attemptRedactor, learnSecret } from '../core/run/learned-secrets.ts';
import type { StepScope } from '../core/run/step-tracker.ts';
import { observeBody } from '../adapters/base/body-scope.ts';
import { openHttpSession } from '../adapters/http/http-session.ts';
import type { NameResolution } from '../adapters/names/resolve-name.ts';
import { leftoverWatch } from './leftovers.ts';
import type { AttemptOrder, WorkerSettings } from './protocol.ts';
import { sourceLocator } from './source-locator.ts';
import type { StrayErrors } from './stray-errors.ts';

/** Worker resources available to an attempt. */
export interface WorkerParts {
  readonly settings: WorkerSettings;
  readonly names: NameResolution;
  readonly browser: BrowserPort | null;
  readonly strays: StrayErrors;
  readonly startInstrument: AttemptPorts['startInstrument'];
  readonly onProgress: (progress: AttemptProgress) => void;
}

/** Builds the ports of one attempt from the worker's resources. */
export function attemptPorts(
  { request, bundleFile }: Pick<AttemptOrder, 'request' | 'bundleFile'>,
  parts: WorkerParts,
): AttemptPorts {
  const { locate, currentPosition } = sourceLocator(request, bundleFile);

  return {
    clock: { epochMs: () => Date.now(), monotonicMs: () => performance.now() },
    scope: asyncStepScope(),
    after,
    openHttp: httpOpener(parts),
    browser: parts.browser,
    observeBody,
    startInstrument: parts.startInstrument,
    locate,
    currentPosition,
    onStrayError: parts.strays.listen,
    settleLeftovers: leftoverWatch(),
    onProgress: parts.onProgress,
  };
}

function after(delayMs: number, action: () => void): () => void {
  const timer = setTimeout(action, delayMs);

  return () => clearTimeout(timer);
}

function asyncStepScope(): StepScope {
  const storage = new AsyncLocalStorage<readonly string[]>();

  return {
    path: () => storage.getStore() ?? [],
    run: (step, body) => storage.run([...(storage.getStore() ?? []), step], body),
  };
}

/** The `http` of a browser journey has what the browser has; credentials are the browser's alone. */
function httpAccess({ plan, secrets }: AttemptOrder['request']): Partial<Access> {
  if (plan.access === undefined) return {};
  const { credentials, ...trust } = accessOf(plan, secrets);

  return plan.kind === 'api' ? { ...trust, credentials } : trust;
}

function httpOpener({
  settings,
  names,
}: Pick<WorkerParts, 'settings' | 'names'>): AttemptPorts['openHttp'] {
  return (request, frame): HttpSession => {
    const { plan } = request;
    return openHttpSession(
      {
        baseUrl: plan.baseUrl,
        allowStatus: plan.allowStatus,
        allowPrivate: plan.allowPrivate,
        allowPrivateTargets: settings.allowPrivateTargets,
        lambdaRuntimeApi: settings.lambdaRuntimeApi,
        allowHosts: plan.allowHosts,
        ignoreTlsErrors: plan.ignoreTlsErrors,
        protocol: plan.protocol ?? null,
        ...httpAccess(request),
        names,
        redact: attemptRedactor(request),
        learn: (secret) => learnSecret(request, secret),
      },
      frame,
    );
  };
}
