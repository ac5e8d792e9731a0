import type { FailureReason } from '../../../core/ports.ts';
import { networkCause } from './network-causes.ts';
import { probeCertificate, nameVerdict } from './target-probe.ts';

/** A document that did not come, and Chromium's word for why. */
export interface FailedDocument {
  readonly url: string;
  /** Such as `net::ERR_CONNECTION_REFUSED`. */
  readonly code: string;
}

/**
 * Whose trouble it is. Chromium says the same of a name that does not exist and of a resolver that
 * is silent, and little of a certificate, so these are looked at from here as well.
 */
export async function networkVerdict(
  failed: FailedDocument,
  controlHost: string,
): Promise<FailureReason> {
  const { url, code } = failed;
  if (/NAME_NOT_RESOLVED|DNS_|NAME_RESOLUTION/.test(code)) return nameFailure(failed, controlHost);
  if (/ERR_(CERT|SSL|BAD_SSL|ECH)_/.test(code)) return certificateFailure(failed);
  const known = networkCause(code);
  if (known === null) {
    return { cause: 'monitor.unknown', message: `The document ${url} failed: ${code}` };
  }

  return { cause: known.cause, message: `The document ${url} ${known.words} (${code})` };
}

async function nameFailure(
  { url, code }: FailedDocument,
  controlHost: string,
): Promise<FailureReason> {
  const verdict = await nameVerdict(new URL(url), controlHost);
  if (verdict !== null) return verdict;

  return {
    cause: 'monitor.dns',
    message: `The browser could not resolve the name of ${url} (${code}), and a second look-up could`,
  };
}

async function certificateFailure({ url, code }: FailedDocument): Promise<FailureReason> {
  const problem = await probeCertificate(new URL(url));
  const reason = problem ?? 'the TLS session could not be made';

  return { cause: 'target.tls', message: `Cannot open ${url}: ${reason} (${code})` };
}
