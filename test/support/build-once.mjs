import { execFileSync } from 'node:child_process';

/** Workers run from dist/, so the tests of them need it built from what is on disk now. */
export default function buildOnce() {
  execFileSync(process.execPath, ['scripts/build.mjs', '--quiet'], { stdio: 'inherit' });
}
