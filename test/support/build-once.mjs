import { execFileSync } from 'node:child_process';

/** Workers run from dist/, and projects are checked against its types, so tests need both built from what is on disk now. */
export default function buildOnce() {
  execFileSync(process.execPath, ['scripts/build.mjs', '--quiet', '--types'], { stdio: 'inherit' });
}
