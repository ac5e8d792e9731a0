const UNRELEASED = '## Unreleased';

/** A version and the day of its release, `2026-12-01`. */
export interface Release {
  readonly version: string;
  readonly date: string;
}

/**
 * The changelog with the entries of its section "Unreleased" moved to a section of the release; an empty
 * "Unreleased" stays on top. Throws a RangeError if there is nothing to release, or if the version
 * already has a section.
 */
export function releasedChangelog(changelog: string, { version, date }: Release): string {
  const entries = unreleasedEntries(changelog);
  if (changelog.includes(`\n## ${version} `)) {
    throw new RangeError(`Cannot release ${version}: CHANGELOG.md already has a section for it`);
  }

  return changelog.replace(
    `${UNRELEASED}\n\n${entries}`,
    () => `${UNRELEASED}\n\n## ${version} (${date})\n\n${entries}`,
  );
}

/** The text of the section "Unreleased". Throws a RangeError if it is absent or empty. */
export function unreleasedEntries(changelog: string): string {
  const [, after] = changelog.split(`\n${UNRELEASED}\n`);
  const entries = after?.split(/^## /m)[0]?.trim() ?? '';
  if (entries === '') {
    throw new RangeError('Cannot release: CHANGELOG.md has no entries under "## Unreleased"');
  }

  return entries;
}
