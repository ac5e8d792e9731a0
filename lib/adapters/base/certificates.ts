import { X509Certificate } from 'node:crypto';
import { RunFailure } from '../../core/record/outcome.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * The certificates of the option `ca`, each as PEM. Throws a RunFailure `monitor.secret` where there is none
 * or one cannot be read: every connection would fail as if the target's were wrong.
 */
export function certificatesIn(ca: string): readonly string[] {
  const found = ca.match(CERTIFICATE) ?? [];
  if (found.length === 0) {
    throw unusable('ca', 'it has no certificate; expected PEM, with -----BEGIN CERTIFICATE-----');
  }
  for (const [index, pem] of found.entries()) {
    try {
      new X509Certificate(pem);
    } catch (error) {
      throw unusable('ca', `its certificate ${index + 1} cannot be read`, error);
    }
  }

  return found;
}

/** The failure of a secret that an option of a journey names. */
export function unusable(option: string, problem: string, cause?: unknown): RunFailure {
  const reason = `Cannot use the secret of the option ${option}: ${problem}`;

  return new RunFailure('monitor.secret', reason, { cause });
}
