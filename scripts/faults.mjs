// The campaigns of faults at their full length: `npm run faults`, or `npm run faults -- freezes` for one.
// `npm run faults -- blame --only=storm` runs only the faults of the blame matrix whose names match.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const ONLY = '--only=';
const given = process.argv.slice(2);
const wanted = given.filter((each) => !each.startsWith(ONLY));
const only = given.find((each) => each.startsWith(ONLY))?.slice(ONLY.length) ?? '';
const patterns =
  wanted.length === 0 ? ['suites/faults'] : wanted.map((name) => `suites/faults/${name}`);
const jest = path.join(root, 'node_modules/jest/bin/jest.js');

try {
  execFileSync(process.execPath, [jest, '-c', 'test/suites/jest.config.json', ...patterns], {
    cwd: root,
    env: { ...process.env, WAYWISER_FAULTS: 'all', WAYWISER_FAULTS_ONLY: only },
    stdio: 'inherit',
  });
} catch (error) {
  process.exitCode = error.status ?? 3;
}
