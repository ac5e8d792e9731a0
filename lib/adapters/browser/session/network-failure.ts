import type { FailureReason } from '../../../core/ports.ts';
import type { NameResolution } from '../../names/resolve-name.ts';
import { networkCause } from './network-causes.ts';
import { ownRouteProblem } from '../../net/own-route.ts';
import { probeCertificate, nameFailure, probeName } from './target-probe.ts';

/** A document that failed to load, with Chromium's error code. */
export interface FailedDocument {
  readonly url: string;
  /** Such as `net::ERR_CONNECTION_REFUSED`. */
  readonly code: string;
  /** Whether an answer of the target led to the URL. */
  readonly isRedirected: boolean;
}

/** Chromium's error of a time-out of its own, in whatever it waited for. */
const TIMED_OUT = 'net::ERR_TIMED_OUT';
/** It has no error for a missing route. */
const UNREACHABLE = 'net::ERR_ADDRESS_UNREACHABLE';

/**
 * The cause of a failed document. Chromium reports the same code for a name that does not exist and
 * for a resolver without an answer, and few details of certificates, so both are also checked from
 * this process.
 */
export async function networkFailure(
  failed: FailedDocument,
  names: NameResolution,
): Promise<FailureReason> {
  const { url, code } = failed;
  const { kind, predicate } = networkCause(code);
  if (kind === 'name') return unresolvedName(failed, names);
  if (kind === 'tls') return certificateFailure(failed);
  if (kind === 'address') return unopenedAddress(failed);
  const unreached = code === UNREACHABLE ? await routeFailure(failed, names) : null;
  const unnamed = code === TIMED_OUT ? await nameFailure(new URL(url), names) : null;

  return (
    unreached ?? unnamed ?? { cause: kind, message: `The document ${url} ${predicate} (${code})` }
  );
}

/** The failure of a document that this machine has no way to; null: it has one. */
async function routeFailure(
  { url, code }: FailedDocument,
  names: NameResolution,
): Promise<FailureReason | null> {
  const probe = await probeName(new URL(url), names);
  const problem = probe.kind === 'found' ? await ownRouteProblem(probe.address) : null;
  if (problem === null) return null;

  return {
    cause: 'monitor.network',
    message: `The document ${url} could not be loaded: ${problem} to its address (${code})`,
  };
}

/** An address that no browser opens is the journey's own fault, unless the target redirects to it. */
function unopenedAddress({ url, code, isRedirected }: FailedDocument): FailureReason {
  if (!isRedirected) {
    return {
      cause: 'journey.exception',
      message: `The journey opens ${url}, an address that a browser does not open (${code})`,
    };
  }

  return {
    cause: 'target.protocol',
    message: `The target redirects to ${url}, an address that a browser does not open (${code})`,
  };
}

async function unresolvedName(
  { url, code }: FailedDocument,
  names: NameResolution,
): Promise<FailureReason> {
  const failure = await nameFailure(new URL(url), names);
  if (failure !== null) return failure;

  return {
    cause: 'monitor.dns',
    message: `The browser could not resolve the name of ${url} (${code}), but a second look-up succeeded`,
  };
}

async function certificateFailure({ url, code }: FailedDocument): Promise<FailureReason> {
  const problem = await probeCertificate(new URL(url));
  const reason = problem ?? 'the TLS handshake failed';

  return { cause: 'target.tls', message: `Cannot open ${url}: ${reason} (${code})` };
}
