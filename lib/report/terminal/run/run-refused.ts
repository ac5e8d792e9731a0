import type { RunRecord } from '../../../core/record/run-record.ts';
import { refusedBy, refusedRemedy, refusedTarget } from '../../format/describe-refused.ts';
import { flow, type Line, type Screen, span } from '../text/styled-line.ts';

/** A page may try every address there is. */
const MAX_SHOWN = 5;
const LABEL = '  refused  ';

/** Connections that were refused: address, port, by whom, and what would allow them. */
export function refusedLines(record: RunRecord, screen: Screen, verbose: boolean): readonly Line[] {
  const { refused = [], omitted } = record;
  const shown = verbose ? refused : refused.slice(0, MAX_SHOWN);
  const hidden = refused.length - shown.length + (omitted.refused ?? 0);
  const indent = ' '.repeat(LABEL.length);
  const lines = shown.flatMap((each, index) =>
    flow(
      index === 0 ? [span(LABEL, 'yellow')] : [span(indent)],
      [
        [span(refusedTarget(each))],
        [span(refusedBy(each), 'dim')],
        [span(refusedRemedy(each), 'dim')],
      ],
      screen,
    ),
  );

  return hidden === 0 ? lines : [...lines, [span(`${indent}and ${hidden} more`, 'dim')]];
}
