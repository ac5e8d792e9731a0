import type { FailureReason } from '../../../core/ports.ts';
import { networkCause } from './network-causes.ts';
import { probeCertificate, nameFailure } from './target-probe.ts';

/** A document that failed to load, with Chromium's error code. */
export interface FailedDocument {
  readonly url: string;
  /** Such as `net::ERR_CONNECTION_REFUSED`. */
  readonly code: string;
}

/**
 * The cause of a failed document. Chromium reports the same code for a name that does not exist and
 * for a resolver without an answer, and few details of certificates, so both are also checked from
 * this process.
 */
export async function networkFailure(
  failed: FailedDocument,
  controlHost: string,
): Promise<FailureReason> {
  const { url, code } = failed;
  if (/NAME_NOT_RESOLVED|DNS_|NAME_RESOLUTION/.test(code))
    return unresolvedName(failed, controlHost);
  if (/ERR_(CERT|SSL|BAD_SSL|ECH)_/.test(code)) return certificateFailure(failed);
  const known = networkCause(code);
  if (known === null) {
    return { cause: 'monitor.unknown', message: `The document ${url} failed: ${code}` };
  }

  return { cause: known.cause, message: `The document ${url} ${known.predicate} (${code})` };
}

async function unresolvedName(
  { url, code }: FailedDocument,
  controlHost: string,
): Promise<FailureReason> {
  const failure = await nameFailure(new URL(url), controlHost);
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
