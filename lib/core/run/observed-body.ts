import type { HttpClient } from '../journey/http-api.ts';
import type { ProbeClient } from '../journey/probe-api.ts';
import type { AttemptRequest } from '../journey/attempt.ts';
import type { AttemptPorts, BodyObserver } from './attempt-ports.ts';
import { type BegunCalls, begunCalls } from './begun-calls.ts';
import { type SoftFailures, withFailure } from './soft-failures.ts';
import type { StepTracker } from './step-tracker.ts';

/** What a body has called and evaluated so far. */
export interface ObservedBody {
  readonly observer: BodyObserver;
  readonly calls: BegunCalls;
  /** Number of expectations that were evaluated. */
  checks(): number;
  /** Null: none. */
  softFailures(): SoftFailures | null;
}

/** Starts observing the body of one attempt. */
export function observedBody(
  ports: Pick<AttemptPorts, 'after' | 'locate'>,
  { timeoutMs }: Pick<AttemptRequest, 'timeoutMs'>,
  tracker: Pick<StepTracker, 'currentStep' | 'noteFailure' | 'spentMs'>,
): ObservedBody {
  const calls = begunCalls({ ...ports, currentStep: tracker.currentStep });
  let softFailures: SoftFailures | null = null;
  let checks = 0;

  return {
    calls,
    observer: {
      follow: calls.follow,
      onEvaluated: () => {
        checks += 1;
      },
      onSoftFailure: (error) => {
        const failure = { error, step: tracker.noteFailure(), at: ports.locate(error) };
        softFailures = withFailure(softFailures, failure);
      },
      remainingMs: () => Math.max(0, timeoutMs - tracker.spentMs()),
    },
    checks: () => checks,
    softFailures: () => softFailures,
  };
}

/** The client, whose requests are followed. */
export function followedClient(client: HttpClient, observer: BodyObserver): HttpClient {
  const { follow } = observer;

  return {
    get: (...args) => follow('http.get', client.get(...args)),
    head: (...args) => follow('http.head', client.head(...args)),
    post: (...args) => follow('http.post', client.post(...args)),
    put: (...args) => follow('http.put', client.put(...args)),
    patch: (...args) => follow('http.patch', client.patch(...args)),
    delete: (...args) => follow('http.delete', client.delete(...args)),
    request: (...args) => follow('http.request', client.request(...args)),
    withToken: (options) => followedClient(client.withToken(options), observer),
  };
}

/** The probes, which are followed; each counts as something checked when it has ended. */
export function followedProbes(probe: ProbeClient, observer: BodyObserver): ProbeClient {
  function follow<T>(name: string, answer: Promise<T>): Promise<T> {
    return observer.follow(`probe.${name}`, evaluated(answer, observer));
  }

  return {
    dns: (...args) => follow('dns', probe.dns(...args)),
    tcp: (...args) => follow('tcp', probe.tcp(...args)),
    tls: (...args) => follow('tls', probe.tls(...args)),
    webSocket: (...args) => follow('webSocket', probe.webSocket(...args)),
    events: (...args) => follow('events', probe.events(...args)),
    grpcHealth: (...args) => follow('grpcHealth', probe.grpcHealth(...args)),
  };
}

async function evaluated<T>(answer: Promise<T>, { onEvaluated }: BodyObserver): Promise<T> {
  try {
    return await answer;
  } finally {
    onEvaluated();
  }
}
