// Completes the lock file with the optional packages of other platforms, which npm leaves out when
// node_modules exists (https://github.com/npm/cli/issues/4828), so that `npm ci` works on every
// platform and checks the integrity of every package. Run it after `npm install`; it changes nothing
// where nothing is missing.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'package-lock.json';

const lock = JSON.parse(readFileSync(FILE, 'utf8'));
const known = new Set(Object.keys(lock.packages));
for (const [place, entry] of Object.entries(lock.packages)) {
  // What a package carries inside itself is covered by that package's own hash.
  const isChecked = place === '' || entry.integrity !== undefined || entry.inBundle || entry.link;
  if (!isChecked) delete lock.packages[place];
}
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
execFileSync('npm', ['install', '--package-lock-only', '--ignore-scripts', '--no-audit'], {
  stdio: ['ignore', 'ignore', 'inherit'],
});

const completed = JSON.parse(readFileSync(FILE, 'utf8'));
const added = Object.keys(completed.packages).filter((place) => !known.has(place));
console.log(`${added.length} packages of other platforms added to ${FILE}`);
