import type { RequestRecord, RunRecord, StepRecord } from '../../../core/record/run-record.ts';
import { type FailureOptions, renderFailure } from './failure-block.ts';
import { phaseSegments } from './request-phases.ts';
import { OUTCOME_STYLE, outcomeMark, runHeader } from './run-header.ts';
import { noteLines } from './run-notes.ts';
import {
  commonOrigin,
  hiddenRequests,
  isFailedRequest,
  phaseLegend,
  requestDetail,
  requestLabel,
  requestsOf,
  selectRequests,
} from './run-requests.ts';
import { stepVitalText, vitalLines } from './run-vitals.ts';
import {
  cell,
  columnsOf,
  glyphsOf,
  type Line,
  lineWidth,
  renderLine,
  span,
} from '../text/styled-line.ts';
import { cleanText, padStart, visibleWidth } from '../../format/terminal-text.ts';
import { axisLine, thickBar, thinBar, timeAxis, type TimeAxis } from './waterfall.ts';
import { formatDuration } from '../../format/duration.ts';

/** Screen and source lines that a run is drawn with. */
export type RunTreeOptions = FailureOptions;

/** Column widths of the tree, and the time axis that all rows share. */
interface Layout {
  readonly options: RunTreeOptions;
  readonly record: RunRecord;
  readonly labelColumns: number;
  readonly axis: TimeAxis;
  readonly origin: string | null;
}

/** A step and its depth; null stands for requests outside any step. */
interface StepNode {
  readonly step: StepRecord | null;
  readonly depth: number;
}

const MARGIN = 2;
const MAX_LABEL_COLUMNS = 100;
const DURATION_COLUMNS = 8;
const MIN_LABEL_COLUMNS = 22;
/** The share of the width that names may take: the rest is the picture. */
const LABEL_SHARE = 0.42;

/**
 * A run on the terminal: outcome, steps and requests on one time axis, vitals, notes, and for a run
 * that did not pass the failure with its place and evidence.
 */
export function renderRun(record: RunRecord, options: RunTreeOptions): string {
  const verbose = options.verbose === true;
  const failure = renderFailure(record, options);
  const notes = [
    ...vitalLines(record, options, verbose),
    ...noteLines(record, options, verbose),
  ].map((line) => renderLine(line, options));
  const blocks = [
    runHeader(record, options).map((line) => renderLine(line, options)),
    treeLines(record, options),
    notes,
    failure,
  ];

  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}

function treeLines(record: RunRecord, options: RunTreeOptions): readonly string[] {
  if (record.steps.length === 0 && record.requests.length === 0) return [];

  const nodes = stepNodes(record);
  const shown = nodes.flatMap(({ step }) => {
    const requests = requestsOf(record, step);
    return selectRequests(requests, record, options.verbose === true).shown;
  });
  const layout = layoutOf(record, shown, options);
  const legend = phaseLegend(shown, layout.axis, options);
  const before = MARGIN + layout.labelColumns + 1 + DURATION_COLUMNS + 2;
  const lines: readonly Line[] = [
    [span(' '.repeat(before)), ...axisLine(layout.axis)],
    ...nodes.flatMap((node) => nodeLines(layout, node)),
    ...(legend.length === 0 ? [] : [[], [span('  phases  ', 'dim'), ...legend]]),
  ];

  return lines.map((line) => renderLine(line, options));
}

function layoutOf(
  record: RunRecord,
  shown: readonly RequestRecord[],
  options: RunTreeOptions,
): Layout {
  const label = { screen: options, record, origin: commonOrigin(record.requests) };
  const columns = columnsOf(options);
  const longest = Math.max(
    ...record.steps.map(({ name, parent }) => visibleWidth(cleanText(name)) + indentOf(parent)),
    ...shown.map((request) => 2 + lineWidth(requestLabel(request, label, MAX_LABEL_COLUMNS))),
    MIN_LABEL_COLUMNS,
  );
  const labelColumns = Math.min(longest, Math.floor(columns * LABEL_SHARE));
  const cells = columns - MARGIN - labelColumns - 1 - DURATION_COLUMNS - 2;
  const endMs = Math.max(
    record.durationMs,
    ...record.steps.map((step) => step.startMs + step.durationMs),
    ...record.requests.map((request) => request.startMs + request.totalMs),
  );

  return {
    options,
    record,
    labelColumns,
    axis: timeAxis(endMs, cells),
    origin: label.origin,
  };
}

function indentOf(parent: string | null): number {
  return parent === null ? 2 : 4;
}

function stepNodes(record: RunRecord): readonly StepNode[] {
  const outside = requestsOf(record, null).length > 0;
  const steps = record.steps
    .toSorted((a, b) => a.startMs - b.startMs)
    .map((step): StepNode => ({ step, depth: step.parent === null ? 0 : 1 }));

  return outside ? [...steps, { step: null, depth: 0 }] : steps;
}

function nodeLines(layout: Layout, node: StepNode): readonly Line[] {
  const { record, options } = layout;
  const verbose = options.verbose === true;
  const selection = selectRequests(requestsOf(record, node.step), record, verbose);
  const indent = ' '.repeat(MARGIN + 2 + node.depth * 2);
  const vitals = stepVitalText(node.step?.vitals, options, verbose);
  const hidden = hiddenRequests(selection.hidden, record);

  return [
    node.step === null
      ? [span('    outside any step', 'dim')]
      : stepLine(layout, node.step, node.depth),
    ...selection.shown.flatMap((request) => requestLines(layout, request, indent)),
    ...(hidden === '' ? [] : [[span(indent + hidden, 'dim')]]),
    ...(vitals.length === 0 ? [] : [[span(indent), ...vitals]]),
  ];
}

function stepLine(layout: Layout, step: StepRecord, depth: number): Line {
  const { axis, options, labelColumns } = layout;
  const glyphs = glyphsOf(options);
  const branch = depth === 0 ? '' : `${glyphs.branch} `;
  const name = step.outcome === 'passed' ? span(step.name) : span(step.name, 'bold');
  const label: Line = [span(branch, 'dim'), outcomeMark(step.outcome, options), span(' '), name];
  const style = step.outcome === 'passed' ? 'cyan' : OUTCOME_STYLE[step.outcome];

  return [
    span(' '.repeat(MARGIN)),
    ...cell(label, labelColumns, options),
    span(` ${padStart(formatDuration(step.durationMs), DURATION_COLUMNS)}  `),
    ...thickBar(
      axis,
      { startMs: step.startMs, endMs: step.startMs + step.durationMs, style, fill: '' },
      glyphs,
    ),
  ];
}

function requestLines(layout: Layout, request: RequestRecord, indent: string): readonly Line[] {
  const { axis, options, origin } = layout;
  const glyphs = glyphsOf(options);
  const room = MARGIN + layout.labelColumns - indent.length;
  const label = requestLabel(request, { screen: options, record: layout.record, origin }, room);
  const segments = phaseSegments(request, options.ascii === true);
  const detailed =
    layout.record.kind === 'api' ||
    options.verbose === true ||
    isFailedRequest(request, layout.record);
  const detail = detailed ? requestDetail(request, `${indent}    `, options) : [];

  return [
    [
      span(indent),
      ...cell(label, room, options),
      span(` ${padStart(formatDuration(request.totalMs), DURATION_COLUMNS)}  `, 'dim'),
      ...thinBar(axis, segments, { glyphs, coloured: options.paint.coloured }),
    ],
    ...detail,
  ];
}
