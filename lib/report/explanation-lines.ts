import type { Cause, Decomposition, Explanation, Term } from '../core/explain/explanation.ts';
import { formatDifference, formatMany, formatMinute, formatSpan } from './trend-format.ts';
import { cell, columnsOf, glyphsOf, hanging, type Line, type Screen, span } from './styled-line.ts';
import { padStart, visibleWidth, widestOf } from './terminal-text.ts';
import { paragraph } from './wrap-line.ts';

const MOST_TERMS = 6;
/** Smaller terms than this share of the change are put together. */
const LEAST_SHARE = 0.04;
const MOST_CAUSES = 4;
const MAX_NAME_COLUMNS = 44;
const BAR_COLUMNS = 20;
const LABEL_COLUMNS = 11;

/** What either side of a change is called, behind its number of runs. */
export interface SideWords {
  readonly before: string;
  readonly after: string;
}

/** A row of the list of terms. `ms` is rounded so that the rows add up as printed. */
interface TermRow {
  readonly name: string;
  readonly ms: number;
  readonly tenths: number;
}

/**
 * Why something changed: where the time went, what moved with it, the machine, the regions. `sides`
 * is what the runs that are compared are called.
 */
export function explanationLines(
  explanation: Explanation,
  screen: Screen,
  sides: SideWords = { before: 'before', after: 'after' },
): readonly Line[] {
  const { decomposition, causes, instrument } = explanation;

  return [
    ...(decomposition === null ? [] : decompositionLines(decomposition, sides, screen)),
    ...causeLines(causes, screen),
    ...(instrument
      ? paragraph(
          factLabel('machine'),
          [
            span(
              'the machine that measured explains this; the target need not have changed',
              'yellow',
            ),
          ],
          screen,
        )
      : []),
    ...regionLines(explanation.regions, screen),
  ];
}

/** The label of a line of facts, as wide as all of them. */
export function factLabel(name: string): Line {
  return [span(`  ${name.padEnd(LABEL_COLUMNS - 2)}`, 'dim')];
}

function decompositionLines(
  decomposition: Decomposition,
  sides: SideWords,
  screen: Screen,
): readonly Line[] {
  const { beforeMs, afterMs, changeMs, runs } = decomposition;
  const head = `${formatDifference(changeMs, 'ms')} a run in the mean (${formatSpan(beforeMs, afterMs, 'ms')}; ${formatMany(runs.before, 'run')} ${sides.before}, ${formatMany(runs.after, 'run')} ${sides.after})${mainStep(decomposition)}`;

  return [
    ...paragraph(factLabel('where'), [span(head)], screen),
    ...termLines(termRows(decomposition), screen),
  ];
}

/** The step that carries most of the change, where one does. */
function mainStep({ steps, changeMs }: Decomposition): string {
  const [first] = steps;
  const isMost = first !== undefined && first.changeMs / changeMs > 0.5;
  if (!isMost || first.step === null) return '';

  return `, most of it in step "${first.step}": ${formatDifference(first.changeMs, 'ms')}`;
}

/** The largest terms, all smaller ones together, and what is unaccounted for. */
export function termRows(decomposition: Decomposition): readonly TermRow[] {
  const { terms, changeMs, unaccountedMs } = decomposition;
  const sorted = terms.toSorted((a, b) => Math.abs(b.changeMs) - Math.abs(a.changeMs));
  const least = Math.abs(changeMs) * LEAST_SHARE;
  const shown = sorted
    .slice(0, MOST_TERMS)
    .filter((term, index) => index === 0 || Math.abs(term.changeMs) >= least);
  const rest = sorted.slice(shown.length);
  const restMs = rest.reduce((sum, term) => sum + term.changeMs, 0);
  const rows = [
    ...shown.map((term) => ({ name: partWords(term.part), ms: term.changeMs })),
    ...(rest.length === 0 ? [] : [{ name: formatMany(rest.length, 'smaller part'), ms: restMs }]),
    { name: 'unaccounted', ms: unaccountedMs },
  ];
  const tenths = roundedToSum(rows.map(({ ms }) => ms * 10));

  return rows.map((row, index) => ({ ...row, tenths: tenths[index] ?? 0 }));
}

/**
 * Whole numbers that add up to the rounded sum: those with the largest remainders are rounded up
 * (Hare–Niemeyer), so that what is printed adds up too.
 */
export function roundedToSum(values: readonly number[]): readonly number[] {
  const floors = values.map(Math.floor);
  const sum = values.reduce((total, value) => total + value, 0);
  const missing = Math.round(sum) - floors.reduce((total, value) => total + value, 0);
  const byRemainder = values
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .toSorted((a, b) => b.remainder - a.remainder)
    .slice(0, missing)
    .map(({ index }) => index);

  return floors.map((value, index) => value + (byRemainder.includes(index) ? 1 : 0));
}

/** A part of a run's time in words: `pay › wait shop.example.com`, `outside steps › own time`. */
export function partWords(part: Term['part']): string {
  if ('vital' in part) return part.vital.replace(':', ' › ');
  const step = part.step ?? 'outside steps';
  const phase = part.phase === 'own' ? 'own time' : part.phase;

  return part.host === null ? `${step} › ${phase}` : `${step} › ${phase} ${part.host}`;
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
    ...cell([span('together', 'dim')], nameColumns, screen),
    span(`  ${padStart(total, amountColumns)}`, 'bold'),
  ];

  return [...lines, sum];
}

/** All of one list in one unit, so that they can be added up. */
function amountOf(tenths: number): string {
  return `${tenths > 0 ? '+' : ''}${(tenths / 10).toFixed(1)} ms`;
}

function bar(share: number, screen: Screen): string {
  const { eighths } = glyphsOf(screen);
  const parts = Math.round(share * BAR_COLUMNS * eighths.length);
  const rest = parts % eighths.length;
  const full = (eighths.at(-1) ?? '').repeat(Math.floor(parts / eighths.length));

  return full + (rest === 0 ? '' : (eighths[rest - 1] ?? ''));
}

function causeLines(causes: readonly Cause[], screen: Screen): readonly Line[] {
  const shown = causes.slice(0, MOST_CAUSES);
  const more = causes.length - shown.length;
  const narrow = { ...screen, columns: columnsOf(screen) - LABEL_COLUMNS };
  const lines = [
    ...shown.map((cause) => causeLine(cause, screen)),
    ...(more === 0 ? [] : [[span(`and ${more} more`, 'dim')]]),
  ];

  return hanging(
    factLabel('with it'),
    lines.flatMap((line) => paragraph([], line, narrow)),
  );
}

function causeLine({ words, carriesMs, at }: Cause, screen: Screen): Line {
  // Words that name an amount have said so already.
  const facts = [
    ...(carriesMs === null || / ms\b/.test(words)
      ? []
      : [`carries ${formatDifference(carriesMs, 'ms')}`]),
    ...(at === null ? [] : [formatMinute(at)]),
  ];
  const separator = ` ${glyphsOf(screen).separator} `;

  return [
    span(words),
    ...(facts.length === 0 ? [] : [span(separator + facts.join(separator), 'dim')]),
  ];
}

function regionLines(regions: Explanation['regions'], screen: Screen): readonly Line[] {
  if (regions === null) return [];
  const { sharing, others } = regions;
  const words =
    others.length === 0
      ? `all regions changed alike: ${sharing.join(', ')}`
      : `changed alike: ${sharing.join(', ')}; not so: ${others.join(', ')}`;

  return paragraph(factLabel('regions'), [span(words)], screen);
}
