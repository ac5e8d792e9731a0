import net from 'node:net';
import type { AttemptRequest } from '../../../core/journey/attempt.ts';
import type { RunFrame } from '../../../core/ports.ts';
import { redactor } from '../../../core/record/redact.ts';
import { RunFailure } from '../../../core/record/outcome.ts';
import { accessOf } from '../../../core/run/access.ts';
import { trustStore } from '../../http/trust-store.ts';
import type { NameResolution } from '../../names/resolve-name.ts';
import { bareHost, type ReachRules } from '../../net/address-guard.ts';
import { addressKind } from '../../net/address-kind.ts';
import type { ForwarderArguments } from '../launch-arguments.ts';
import type { Tunnels } from './attempt-tunnels.ts';
import { type Forwarder, openForwarder } from './forwarder.ts';

/** The forwarder of a worker, which is opened when a journey needs it. */
export interface JourneyForwarder {
  /** The port to listen at, before the first journey that needs it; null: there is none. */
  readonly usePort: (port: number | null) => void;
  /** What a request's browser is started with; null: the journey has no client certificate. */
  forRequest(request: AttemptRequest, reach: ReachRules): Promise<ForwardedJourney | null>;
}

/** A journey whose browser connects to the base origin over the forwarder. */
export interface ForwardedJourney {
  readonly place: ForwarderArguments;
  /** Accepts the browser's connections. */
  begin(frame: RunFrame): Tunnels;
}

const ANY_PORT = 0;

/** Creates it, without listening. */
export function journeyForwarder({ names }: { readonly names: NameResolution }): JourneyForwarder {
  let port: number | null = ANY_PORT;
  let opened: Promise<Forwarder> | null = null;

  return {
    usePort: (given) => {
      port = given;
    },
    forRequest: async (request, reach) => {
      const { plan, secrets } = request;
      const { ca, clientCertificate: identity } = accessOf(plan, secrets);
      const url = plan.baseUrl === null ? null : new URL(plan.baseUrl);
      if (identity === null || url?.protocol !== 'https:') return null;
      // Read before anything is timed; throws where it cannot be used.
      const context = trustStore({ ca, identity });
      opened ??= openedAt(port);
      const forwarder = await opened;
      const { ignoreTlsErrors } = plan;

      return {
        place: { ...forwarder.place, isPublic: isPublic(url, reach) },
        begin: (frame) =>
          forwarder.begin({
            url,
            connection: { ...reach, ignoreTlsErrors, names, contextFor: () => context },
            frame,
            redact: redactor(Object.values(secrets)),
          }),
      };
    },
  };
}

async function openedAt(port: number | null): Promise<Forwarder> {
  if (port !== null) return openForwarder(port);
  throw new RunFailure(
    'monitor.network',
    "Cannot lead the browser's connections: this machine has no free port",
  );
}

/**
 * Whether pages may take the server for one of the internet. Where a journey may reach private addresses, it
 * counts as one of the machine, so that its pages may request those, as in the network that it is in.
 */
function isPublic(url: URL, { allowPrivate, allowPrivateTargets }: ReachRules): boolean {
  const host = bareHost(url);
  if (net.isIP(host) !== 0) return addressKind(host) === 'public';
  if (/(^|\.)localhost\.?$/i.test(host)) return false;

  return !allowPrivate && allowPrivateTargets.length === 0;
}
