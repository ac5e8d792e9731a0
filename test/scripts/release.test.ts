import { readFileSync } from 'node:fs';
import { releasedChangelog, unreleasedEntries } from '../../scripts/release/changelog.ts';
import { nextVersion } from '../../scripts/release/version.ts';

const CHANGELOG = `# Changelog

All notable changes.

## Unreleased

- A second thing, for $1.
- A third.

## 0.1.0 (2026-11-01)

- A first thing.
`;

describe('nextVersion()', () => {
  it.each([
    ['0.1.0', 'patch', '0.1.1'],
    ['0.1.9', 'minor', '0.2.0'],
    ['1.9.9', 'major', '2.0.0'],
    ['0.1.0', '0.1.0', '0.1.0'],
    ['0.9.0', '0.10.0', '0.10.0'],
  ])('raises %s by %s to %s', (current, wanted, next) => {
    expect(nextVersion(current, wanted)).toBe(next);
  });

  it.each([
    ['0.1.0', '0.0.9', 'it is below 0.1.0'],
    ['1.0.0', '0.9.9', 'it is below 1.0.0'],
    ['0.1.0', '1.2', 'expected a version such as 1.2.3'],
    ['0.1.0', 'v1.2.3', 'expected a version such as 1.2.3'],
    ['0.1.0', '1.0.0-rc.1', 'expected a version such as 1.2.3'],
    ['0.1.0', '01.0.0', 'expected a version such as 1.2.3'],
  ])('rejects %s to %s', (current, wanted, message) => {
    expect(() => nextVersion(current, wanted)).toThrow(message);
  });
});

describe('releasedChangelog()', () => {
  it('moves the unreleased entries to the version, and leaves an empty section', () => {
    const released = releasedChangelog(CHANGELOG, { version: '0.2.0', date: '2026-12-01' });

    expect(released).toBe(
      CHANGELOG.replace('## Unreleased\n', '## Unreleased\n\n## 0.2.0 (2026-12-01)\n'),
    );
    expect(() => unreleasedEntries(released)).toThrow('no entries under "## Unreleased"');
  });

  it('rejects a version that has a section', () => {
    expect(() => releasedChangelog(CHANGELOG, { version: '0.1.0', date: '2026-12-01' })).toThrow(
      'already has a section',
    );
  });

  it('can release the changelog of this repository', () => {
    const changelog = readFileSync('CHANGELOG.md', 'utf8');

    const released = releasedChangelog(changelog, { version: '99.0.0', date: '2026-12-01' });

    expect(released).toContain('## Unreleased\n\n## 99.0.0 (2026-12-01)\n\n- ');
  });
});
