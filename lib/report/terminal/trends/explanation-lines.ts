import type {
  PossibleCause,
  Decomposition,
  Explanation,
} from '../../../core/explain/explanation.ts';
import { causeFacts, describePossibleCause } from '../../format/describe-possible-cause.ts';
import {
  amountOf,
  describeDecomposition,
  MACHINE_TEXT,
  MAX_CAUSES,
  describeRegions,
  type SideNames,
  type TermRow,
  termRows,
} from '../../format/describe-explanation.ts';
import {
  cell,
  columnsOf,
  glyphsOf,
  hanging,
  type Line,
  type Screen,
  span,
} from '../text/styled-line.ts';
import { padStart, visibleWidth, widestOf } from '../../format/terminal-text.ts';
import { paragraph } from '../text/wrap-line.ts';

const MAX_NAME_COLUMNS = 44;
const BAR_COLUMNS = 20;
const LABEL_COLUMNS = 11;

/**
 * Why something changed: where the time went, what changed at the same time, the machine, the
 * regions. `sides` are the names of the compared runs.
 */
export function explanationLines(
  explanation: Explanation,
  screen: Screen,
  sides: SideNames = { before: 'before', after: 'after' },
): readonly Line[] {
  const { decomposition, causes, instrument } = explanation;

  return [
    ...(decomposition === null ? [] : decompositionLines(decomposition, sides, screen)),
    ...causeLines(causes, screen),
    ...(instrument ? paragraph(factLabel('machine'), [span(MACHINE_TEXT, 'yellow')], screen) : []),
    ...regionLines(explanation.regions, screen),
  ];
}

/** The label of a line of facts, as wide as all of them. */
export function factLabel(name: string): Line {
  return [span(`  ${name.padEnd(LABEL_COLUMNS - 2)}`, 'dim')];
}

function decompositionLines(
  decomposition: Decomposition,
  sides: SideNames,
  screen: Screen,
): readonly Line[] {
  const head = describeDecomposition(decomposition, sides);

  return [
    ...paragraph(factLabel('where'), [span(head)], screen),
    ...termLines(termRows(decomposition), screen),
  ];
}

function termLines(rows: readonly TermRow[], screen: Screen): readonly Line[] {
  const names = rows.map(({ name }) => (screen.ascii === true ? name.replaceAll('›', '>') : name));
  const room = columnsOf(screen) - LABEL_COLUMNS - BAR_COLUMNS - 4;
  const amounts = rows.map(({ tenths }) => amountOf(tenths));
  const total = amountOf(rows.reduce((sum, { tenths }) => sum + tenths, 0));
  const amountColumns = Math.max(...[...amounts, total].map(visibleWidth));
  const nameColumns = Math.min(widestOf(names, MAX_NAME_COLUMNS), room - amountColumns);
  const longest = Math.max(...rows.map(({ ms }) => Math.abs(ms)));
  const indent = span(' '.repeat(LABEL_COLUMNS));
  const lines = rows.map(({ ms }, index): Line => [
    indent,
    ...cell([span(names[index] ?? '')], nameColumns, screen),
    span(`  ${padStart(amounts[index] ?? '', amountColumns)}  `),
    span(bar(longest === 0 ? 0 : Math.abs(ms) / longest, screen), ms < 0 ? 'green' : 'red'),
  ]);
  const sum: Line = [
    indent,
    ...cell([span('total', 'dim')], nameColumns, screen),
    span(`  ${padStart(total, amountColumns)}`, 'bold'),
  ];

  return [...lines, sum];
}

function bar(share: number, screen: Screen): string {
  const { eighths } = glyphsOf(screen);
  const parts = Math.round(share * BAR_COLUMNS * eighths.length);
  const rest = parts % eighths.length;
  const full = (eighths.at(-1) ?? '').repeat(Math.floor(parts / eighths.length));

  return full + (rest === 0 ? '' : (eighths[rest - 1] ?? ''));
}

function causeLines(causes: readonly PossibleCause[], screen: Screen): readonly Line[] {
  const shown = causes.slice(0, MAX_CAUSES);
  const more = causes.length - shown.length;
  const narrow = { ...screen, columns: columnsOf(screen) - LABEL_COLUMNS };
  const lines = [
    ...shown.map((cause) => causeLine(cause, screen)),
    ...(more === 0 ? [] : [[span(`and ${more} more`, 'dim')]]),
  ];

  return hanging(
    factLabel('also'),
    lines.flatMap((line) => paragraph([], line, narrow)),
  );
}

function causeLine(cause: PossibleCause, screen: Screen): Line {
  const facts = causeFacts(cause);
  const separator = ` ${glyphsOf(screen).separator} `;

  return [
    span(describePossibleCause(cause)),
    ...(facts.length === 0 ? [] : [span(separator + facts.join(separator), 'dim')]),
  ];
}

function regionLines(regions: Explanation['regions'], screen: Screen): readonly Line[] {
  if (regions === null) return [];
  return paragraph(factLabel('regions'), [span(describeRegions(regions))], screen);
}
