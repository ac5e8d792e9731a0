const PARTS = ['major', 'minor', 'patch'] as const;

type Part = (typeof PARTS)[number];
type Numbers = readonly [major: number, minor: number, patch: number];

/**
 * The version to release: `major`, `minor` or `patch` raises that part of the current version; a version
 * such as `1.2.3` is taken as it is, and must not be below the current one. Throws a RangeError for
 * anything else: pre-releases are not supported.
 */
export function nextVersion(current: string, wanted: string): string {
  const part = PARTS.find((each) => each === wanted);
  if (part !== undefined) return raised(numbersOf(current), part).join('.');
  const [now, next] = [numbersOf(current), numbersOf(wanted)];
  if (compare(next, now) < 0) {
    throw new RangeError(`Cannot release "${wanted}": it is below ${current}`);
  }

  return next.join('.');
}

function numbersOf(version: string): Numbers {
  const match = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(version);
  if (match === null) {
    throw new RangeError(
      `Cannot release "${version}": expected a version such as 1.2.3, or major, minor, patch`,
    );
  }
  const [, major, minor, patch] = match;

  return [Number(major), Number(minor), Number(patch)];
}

function raised([major, minor, patch]: Numbers, part: Part): Numbers {
  if (part === 'major') return [major + 1, 0, 0];

  return part === 'minor' ? [major, minor + 1, 0] : [major, minor, patch + 1];
}

function compare(a: Numbers, b: Numbers): number {
  const index = a.findIndex((each, at) => each !== b[at]);

  return index === -1 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}
