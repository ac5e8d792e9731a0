import tls from 'node:tls';
import type { ClientIdentity } from '../../core/run/access.ts';
import { certificatesIn, unusable } from '../base/certificates.ts';
import { asError } from '../base/node-error.ts';

/** Whom to trust, and as whom to appear. */
export interface Trust {
  /** PEM of authorities to trust in addition to Node's own. */
  readonly ca: string | null;
  readonly identity: ClientIdentity | null;
}

const contexts = new Map<string, tls.SecureContext>();

/**
 * The trust store, created once for all sessions: parsing Node's authorities takes tens of
 * milliseconds, which must not count as handshake time. Throws a RunFailure `monitor.secret` where
 * certificates or key cannot be used: they come from secrets.
 */
export function trustStore({ ca, identity }: Trust): tls.SecureContext {
  const key = ca === null && identity === null ? '' : JSON.stringify([ca, identity]);
  const known = contexts.get(key);
  if (known !== undefined) return known;
  const made = tls.createSecureContext({
    ...(ca === null ? {} : { ca: [...tls.rootCertificates, ...certificatesIn(ca)] }),
    ...(identity === null ? {} : identified(identity)),
  });
  contexts.set(key, made);

  return made;
}

/** Checked by itself: a mistake here would otherwise be found in the middle of a run. */
function identified({ certificate, key, passphrase }: ClientIdentity): tls.SecureContextOptions {
  const options = { cert: certificate, key, ...(passphrase === null ? {} : { passphrase }) };
  try {
    tls.createSecureContext(options);
  } catch (error) {
    throw unusable('clientCertificate', identityProblem(asError(error).message), error);
  }

  return options;
}

function identityProblem(message: string): string {
  if (/key values mismatch/.test(message)) return 'its key does not belong to its certificate';
  if (/bad decrypt|interrupted or cancelled|bad password/.test(message)) {
    return 'its key is encrypted, and its passphrase is wrong or missing';
  }

  return `certificate or key cannot be read; expected both as PEM (${message})`;
}
