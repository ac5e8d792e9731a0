// Makes a release on this machine: version, changelog, tarball, smoke test, commit, tag. It never pushes
// and never publishes; it prints the two commands that do.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { releasedChangelog, unreleasedEntries } from './release/changelog.ts';
import { run } from './release/command.ts';
import { packAndTry } from './release/smoke-test.ts';
import { nextVersion } from './release/version.ts';

const CHANGED = ['package.json', 'package-lock.json', 'CHANGELOG.md'];
const HELP = `Usage: npx tsx scripts/release.ts VERSION [--dry-run]

VERSION is major, minor, patch, or a version such as 1.2.3.

Checks that main is checked out without changes, sets the version, moves the entries of
CHANGELOG.md under "Unreleased" to it, packs the package, installs the tarball in a temporary
folder and tries it there, then commits and tags. Never pushes, never publishes.

  --dry-run  check, and print what would be done; change nothing
  --help     print this text
`;

function main(): void {
  const { values, positionals } = parseArgs({
    options: { 'dry-run': { type: 'boolean', default: false }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [wanted, ...more] = positionals;
  if (values.help === true) return print(HELP);
  if (wanted === undefined || more.length > 0)
    throw new RangeError(`Expected one VERSION\n\n${HELP}`);
  const { version: current }: { readonly version: string } = JSON.parse(
    readFileSync('package.json', 'utf8'),
  );
  const version = nextVersion(current, wanted);
  const changelog = readFileSync('CHANGELOG.md', 'utf8');
  const released = releasedChangelog(changelog, { version, date: today() });
  checkRepository(version);
  if (values['dry-run']) {
    return print(
      `Would release ${version} (now ${current}) with\n\n${unreleasedEntries(changelog)}\n`,
    );
  }

  release(version, released);
}

function today(): string {
  return new Date().toISOString().slice(0, 'yyyy-mm-dd'.length);
}

function checkRepository(version: string): void {
  const branch = run('git', ['branch', '--show-current']);
  if (branch !== 'main') throw new Error(`Cannot release from branch "${branch}"; expected main`);
  const changes = run('git', ['status', '--porcelain']);
  if (changes !== '') throw new Error(`Cannot release: there are uncommitted changes\n${changes}`);
  if (run('git', ['tag', '--list', `v${version}`]) !== '') {
    throw new Error(`Cannot release ${version}: the tag v${version} exists`);
  }
}

/** Commits and tags only a tarball that worked; otherwise puts the changed files back. */
function release(version: string, changelog: string): void {
  try {
    run('npm', ['version', version, '--no-git-tag-version', '--allow-same-version']);
    writeFileSync('CHANGELOG.md', changelog);
    const tarball = packAndTry(version);
    run('git', ['commit', '--quiet', '--message', `Release ${version}`, '--', ...CHANGED]);
    run('git', ['tag', '--annotate', `v${version}`, '--message', `Waywiser ${version}`]);
    print(`Released ${version} on this machine. To publish it:

  git push origin main v${version}
  npm publish ${tarball}
`);
  } catch (error) {
    run('git', ['checkout', '--quiet', 'HEAD', '--', ...CHANGED]);
    throw error;
  }
}

function print(text: string): void {
  process.stdout.write(text);
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
