import path from 'node:path';
import type { AttemptRequest } from '../../../core/journey/attempt.ts';
import { RunFailure } from '../../../core/record/outcome.ts';
import { accessOf } from '../../../core/run/access.ts';
import { certificatesIn } from '../../base/certificates.ts';
import { makePrivateFolder, writePrivateFile } from '../../local/private-files.ts';
import { nssDatabase } from './nss-database.ts';

/** The authorities of a journey's option `ca`, as PEM. Throws a RunFailure where they cannot be used. */
export function authoritiesOf({ plan, secrets }: AttemptRequest): readonly string[] {
  const { ca } = accessOf(plan, secrets);
  if (ca === null) return [];
  if (process.platform !== 'linux') {
    throw new RunFailure(
      'journey.config',
      `Cannot use the option ca in a browser on ${process.platform}: it reads authorities from a database on Linux only`,
    );
  }

  return certificatesIn(ca);
}

/**
 * Makes a home folder whose database of NSS trusts authorities: Chromium on Linux trusts them in addition to its
 * own, and checks dates, names and signatures as always. Returns the variables that lead the browser to it.
 */
export async function trustedHome(
  tempDir: string,
  authorities: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  if (authorities.length === 0) return {};
  const home = path.join(tempDir, 'home');
  const database = path.join(home, '.pki', 'nssdb');
  await makePrivateFolder(database);
  await writePrivateFile(path.join(database, 'cert9.db'), nssDatabase(authorities));

  return { HOME: home };
}
