import type { QuantileBands } from '../../../core/dashboard/journey/journey-page.ts';
import type { Row } from './chart-paths.ts';

/** As many digits as are ever printed. */
const DIGITS = 3;

/** Numbers to three digits: what a page carries for its script is shorter so. */
export function roundedRow(row: Row): Row {
  return row.map((value) => (value === null ? null : Number(value.toPrecision(DIGITS))));
}

/** Tracks with their numbers rounded. */
export function roundedTracks(tracks: QuantileBands['tracks']): QuantileBands['tracks'] {
  return tracks.map(({ q, values, low, high }) => ({
    q,
    values: roundedRow(values),
    low: roundedRow(low),
    high: roundedRow(high),
  }));
}
