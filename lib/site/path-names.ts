/** At the end of the path of the JSON behind a page. */
export const JSON_ENDING = '.json';
/** Between the ends of a range that is one side of a comparison. */
export const RANGE_DOTS = '..';
/** Before the id of a run that is one side of a comparison. */
export const RUN_PREFIX = 'run:';

/** Written before a name that would not stay what it is as a part of a path. */
const MARK = '~';

/**
 * A name as one part of a path. Names may hold anything: slashes are encoded; `.` and `..`, which
 * browsers would resolve even when they are encoded, the empty name, and names that begin with the
 * mark itself get a `~` before them; an ending of `.json` is encoded, for addresses have that
 * ending too.
 */
export function pathPart(name: string): string {
  const encoded = encodeURIComponent(name.toWellFormed()).replace(/\.json$/, '%2Ejson');

  return name === '' || name.startsWith(MARK) || /^\.{1,2}$/.test(name) ? MARK + encoded : encoded;
}

/** The opposite of {@link pathPart}; null where the part encodes nothing that can be read. */
export function nameOfPart(part: string): string | null {
  try {
    const name = decodeURIComponent(part);

    return name.startsWith(MARK) ? name.slice(MARK.length) : name;
  } catch {
    // A percent sign without its digits, or bytes that are no UTF-8.
    return null;
  }
}
