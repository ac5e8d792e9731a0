import { execFileSync } from 'node:child_process';

/**
 * Workers run from dist/, and projects are checked against its types, so tests need both built from
 * what is on disk now. The gate builds once: suites that run beside each other must not find dist/
 * half written.
 */
export default function buildOnce() {
  if (process.env.WAYWISER_BUILT === 'yes') return;
  execFileSync(process.execPath, ['scripts/build.mjs', '--quiet', '--types'], { stdio: 'inherit' });
}
