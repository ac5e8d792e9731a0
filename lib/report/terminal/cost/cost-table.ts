import { COST_PARTS, type CostPart } from '../../../core/cost/cost-item.ts';
import type { CostEstimate, JourneyCost } from '../../../core/cost/estimate-cost.ts';
import {
  costAssumptions,
  MONEY_COLUMNS,
  moneyByColumn,
  COST_PART_NAMES,
} from '../../format/describe-cost.ts';
import {
  cell,
  columnsOf,
  glyphsOf,
  hanging,
  type Line,
  lineWidth,
  renderLine,
  type Screen,
  span,
} from '../text/styled-line.ts';
import { padStart, visibleWidth, widestOf, wrap } from '../../format/terminal-text.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatUsd } from '../../format/money.ts';
import { groupThousands } from '../../format/number.ts';
import { formatShare } from '../../format/share.ts';

const MAX_NAME_COLUMNS = 28;
const BAR_COLUMNS = 24;
const GAP = '  ';

/** One row of the table, every cell as text. */
interface Row {
  readonly name: string;
  readonly facts: readonly string[];
  readonly money: readonly string[];
  readonly total: string;
  readonly isSum: boolean;
}

/** Monthly cost of a stage: a row for each journey, cost by service, and the assumptions. */
export function renderCost(estimate: CostEstimate, screen: Screen): string {
  const { stage, home, pricesOf } = estimate;
  const title: Line = [
    span(`Stage ${stage}, home ${home}: ${formatUsd(estimate.usd)} a month`, 'bold'),
    span(`  prices of ${pricesOf}, US dollars, free tier not counted`, 'dim'),
  ];
  const blank: Line = [];
  const lines = [
    title,
    blank,
    ...tableLines(estimate, screen),
    blank,
    ...partLines(estimate, screen),
    blank,
    ...perMillionLines(estimate),
    ...costNotes(estimate, screen),
  ];

  return lines.map((line) => renderLine(line, screen)).join('\n');
}

/** As many columns as the screen holds: kinds and durations are dropped first, then the parts. */
function tableLines(estimate: CostEstimate, screen: Screen): readonly Line[] {
  const head: Row = {
    name: 'journey',
    facts: ['kind', 'duration', 'runs'],
    money: MONEY_COLUMNS.map((column) => column.head),
    total: 'a month',
    isSum: false,
  };
  const rows = [
    head,
    ...estimate.journeys.map((cost) => journeyRow(cost, screen)),
    sumRow('platform', '', estimate.platform),
    sumRow('total', groupThousands(estimate.runs), estimate),
  ];
  const withoutFacts = rows.map((row) => ({ ...row, facts: row.facts.slice(-1) }));
  const bare = withoutFacts.map((row) => ({ ...row, money: [] }));
  const drawn = [rows, withoutFacts, bare].map((each) => linesOf(each, screen));
  const lines = drawn.find((each) => each.every((line) => lineWidth(line) <= columnsOf(screen)));
  const [first = [], ...rest] = lines ?? drawn.at(-1) ?? [];

  return [first.map(({ text }) => span(text, 'dim')), ...rest];
}

function linesOf(rows: readonly Row[], screen: Screen): readonly Line[] {
  const widths = widthsOf(rows);

  return rows.map((row) => rowLine(row, widths, screen));
}

function journeyRow(cost: JourneyCost, screen: Screen): Row {
  const duration = formatDuration(cost.durationMs);

  return {
    name: cost.journey,
    facts: [
      `${cost.kind} ${glyphsOf(screen).times}${cost.regions.length}`,
      cost.measuredRuns === null ? `~${duration}` : duration,
      groupThousands(cost.runs),
    ],
    money: moneyOf(cost.byPart),
    total: formatUsd(cost.usd),
    isSum: false,
  };
}

function sumRow(
  name: string,
  runs: string,
  { byPart, usd }: Pick<JourneyCost, 'byPart' | 'usd'>,
): Row {
  return {
    name,
    facts: ['', '', runs],
    money: moneyOf(byPart),
    total: formatUsd(usd),
    isSum: true,
  };
}

function moneyOf(byPart: Readonly<Record<CostPart, number>>): readonly string[] {
  return moneyByColumn(byPart).map(formatUsd);
}

interface Widths {
  readonly name: number;
  readonly facts: readonly number[];
  readonly money: readonly number[];
  readonly total: number;
}

function widthsOf(rows: readonly Row[]): Widths {
  return {
    name: widestOf(
      rows.map(({ name }) => name),
      MAX_NAME_COLUMNS,
    ),
    facts: widestCells(rows.map(({ facts }) => facts)),
    money: widestCells(rows.map(({ money }) => money)),
    total: Math.max(...rows.map(({ total }) => visibleWidth(total))),
  };
}

function widestCells(rows: readonly (readonly string[])[]): readonly number[] {
  return (rows[0] ?? []).map((_, index) => {
    return Math.max(...rows.map((cells) => visibleWidth(cells[index] ?? '')));
  });
}

function rowLine(row: Row, widths: Widths, screen: Screen): Line {
  const cells = [
    ...row.facts.map((text, index) => padStart(text, widths.facts[index] ?? 0)),
    ...row.money.map((text, index) => padStart(text, widths.money[index] ?? 0)),
  ];

  return [
    span(GAP),
    ...cell([row.isSum ? span(row.name) : span(row.name, 'bold')], widths.name, screen),
    ...cells.map((text) => span(GAP + text)),
    span(GAP + padStart(row.total, widths.total), 'bold'),
  ];
}

function partLines(estimate: CostEstimate, screen: Screen): readonly Line[] {
  const parts = COST_PARTS.filter((part) => estimate.byPart[part] > 0).toSorted(
    (a, b) => estimate.byPart[b] - estimate.byPart[a],
  );
  const name = Math.max(0, ...parts.map((part) => COST_PART_NAMES[part].length));
  const money = Math.max(0, ...parts.map((part) => formatUsd(estimate.byPart[part]).length));

  return parts.map((part) => {
    const usd = estimate.byPart[part];
    const share = usd / estimate.usd;

    return [
      span(GAP + COST_PART_NAMES[part].padEnd(name)),
      span(GAP + padStart(formatUsd(usd), money), 'bold'),
      span(padStart(formatShare(share), 7) + GAP, 'dim'),
      span(bar(share, screen), 'cyan'),
    ];
  });
}

function bar(share: number, screen: Screen): string {
  const { eighths } = glyphsOf(screen);
  const parts = Math.max(1, Math.round(share * BAR_COLUMNS * eighths.length));
  const full = Math.floor(parts / eighths.length);
  const rest = parts % eighths.length;

  return (eighths.at(-1) ?? '').repeat(full) + (rest === 0 ? '' : (eighths[rest - 1] ?? ''));
}

function perMillionLines({ perMillionRuns }: CostEstimate): readonly Line[] {
  if (perMillionRuns === null) return [];
  const { usd, perRunUsd } = perMillionRuns;

  return [
    [
      span('Per million runs: '),
      span(formatUsd(usd), 'bold'),
      span(` in total; ${formatUsd(perRunUsd)} of it proportional to the number of runs.`),
    ],
    [],
  ];
}

/** Sources and assumptions of an estimate, wrapped to the screen. */
function costNotes(estimate: CostEstimate, screen: Screen): readonly Line[] {
  const columns = columnsOf(screen) - 2;

  return [
    [span('Assumptions', 'dim')],
    ...notesOf(estimate).flatMap((note) => {
      const lines = wrap(note, columns).map((text): Line => [span(text, 'dim')]);
      return hanging([span('  ')], lines);
    }),
  ];
}

function notesOf(estimate: CostEstimate): readonly string[] {
  const isAssumed = estimate.journeys.some(({ measuredRuns }) => measuredRuns === null);
  const isMeasured = estimate.journeys.some(({ measuredRuns }) => measuredRuns !== null);

  return [
    ...(isMeasured
      ? [
          'Durations are medians of the newest runs stored on this machine, all regions together; they differ in AWS.',
        ]
      : []),
    ...(isAssumed
      ? ['~ assumed duration: no run is stored on this machine; waywiser run measures it.']
      : []),
    ...costAssumptions(estimate),
  ];
}
