import { ansiPaint, plainPaint } from '../../report/terminal/text/paint.ts';
import type { Screen } from '../../report/terminal/text/styled-line.ts';
import type { Io } from './io.ts';

/** The terminal that a command's pictures are for. */
export function screenOf(io: Io): Screen {
  return {
    paint: io.color ? ansiPaint : plainPaint,
    columns: io.columns,
    ascii: io.env['TERM'] === 'dumb' || io.env['WAYWISER_ASCII'] === '1',
  };
}
