import { type Cause, outcomeOf } from '../../core/record/outcome.ts';
import type { RunRecord, StepRecord } from '../../core/record/run-record.ts';
import { describeCause } from '../format/describe-cause.ts';
import { cleanLines } from '../format/terminal-text.ts';

/** Anything that XML 1.0 does not allow: https://www.w3.org/TR/xml/#charsets. */
const NOT_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** One `<testcase>`, before it is written. */
interface TestCase {
  readonly name: string;
  readonly durationMs: number;
  readonly result: 'passed' | 'failure' | 'error' | 'skipped';
  readonly type: string;
  readonly message: string;
  readonly details: string;
}

type Attributes = Readonly<Record<string, string | number>>;

/** One `<testsuite>`, before it is written. */
interface TestSuite {
  readonly record: RunRecord;
  readonly cases: readonly TestCase[];
}

/**
 * Runs as JUnit XML: a suite for each run, a case for each step. `failed` becomes a failure,
 * `errored` and `missing` an error, `skipped` a skip. A run whose trouble is in no step, or that
 * has no steps, has a case named after the journey, so that nothing reads as passed that was not.
 */
export function renderJunit(records: readonly RunRecord[]): string {
  const suites = records.map((record): TestSuite => ({ record, cases: casesOf(record) }));
  const cases = suites.flatMap((suite) => suite.cases);
  const durationMs = records.reduce((sum, record) => sum + record.durationMs, 0);
  const attributes = { name: 'waywiser', ...countsOf(cases), time: seconds(durationMs) };

  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    open('testsuites', attributes),
    ...suites.flatMap(suiteLines),
    '</testsuites>',
    '',
  ].join('\n');
}

function casesOf(record: RunRecord): readonly TestCase[] {
  const culprit =
    record.steps.findLast(({ name, outcome }) => {
      return outcome !== 'passed' && name === record.error?.step;
    }) ?? null;
  const steps = record.steps.map((step) => stepCase(record, step, culprit));
  const needsOwn = steps.length === 0 || (record.outcome !== 'passed' && culprit === null);

  return needsOwn ? [...steps, runCase(record)] : steps;
}

function stepCase(record: RunRecord, step: StepRecord, culprit: StepRecord | null): TestCase {
  const name = step.parent === null ? step.name : `${step.parent} › ${step.name}`;
  const base = { name, durationMs: step.durationMs };
  if (step.outcome === 'passed') return { ...base, result: 'passed', ...NOTHING };
  if (step === culprit) return { ...base, ...troubleOf(record) };

  return {
    ...base,
    result: step.outcome === 'failed' ? 'failure' : 'error',
    type: record.cause ?? step.outcome,
    message: culprit === null ? 'this step did not pass' : `did not pass: ${culprit.name}`,
    details: '',
  };
}

function runCase(record: RunRecord): TestCase {
  return { name: record.journey, durationMs: record.durationMs, ...troubleOf(record) };
}

const NOTHING = { type: '', message: '', details: '' } as const;

function troubleOf(record: RunRecord): Omit<TestCase, 'name' | 'durationMs'> {
  const lines = cleanLines(record.error?.message ?? '');
  const words = lines[0] ?? (record.cause === null ? record.outcome : describeCause(record.cause));
  const result = resultOf(record);
  if (result === 'passed') return { result, ...NOTHING };

  return {
    result,
    type: record.cause ?? record.outcome,
    message: words,
    details: [...lines, ...placeOf(record), ...evidenceOf(record)].join('\n'),
  };
}

function resultOf(record: RunRecord): TestCase['result'] {
  switch (record.outcome) {
    case 'passed':
      return 'passed';
    case 'skipped':
      return 'skipped';
    case 'missing':
      return 'error';
    case 'failed':
    case 'errored':
      return isError(record.cause, record.outcome) ? 'error' : 'failure';
  }
}

function isError(cause: Cause | null, outcome: 'failed' | 'errored'): boolean {
  return (cause === null ? outcome : outcomeOf(cause)) === 'errored';
}

function placeOf({ error }: RunRecord): readonly string[] {
  if (error === null || error.file === null) return [];
  const place = [error.file, error.line, error.column].filter((part) => part !== null);

  return [`at ${place.join(':')}`];
}

function evidenceOf(record: RunRecord): readonly string[] {
  return record.evidence.map(({ path }) => `[[ATTACHMENT|${path}]]`);
}

function suiteLines({ record, cases }: TestSuite): readonly string[] {
  const name = `${record.journey} (${record.region})`;
  const properties = {
    runId: record.runId,
    kind: record.kind,
    stage: record.stage,
    region: record.region,
    outcome: record.outcome,
    attempts: record.attempts,
  };
  const attributes = {
    name,
    ...countsOf(cases),
    time: seconds(record.durationMs),
    timestamp: record.startedAt,
  };

  return [
    `  ${open('testsuite', attributes)}`,
    '    <properties>',
    ...Object.entries(properties).map(([key, value]) => {
      return `      ${open('property', { name: key, value }).replace(/>$/, '/>')}`;
    }),
    '    </properties>',
    ...cases.flatMap((testCase) => caseLines(testCase, record)),
    '  </testsuite>',
  ];
}

function caseLines(testCase: TestCase, record: RunRecord): readonly string[] {
  const start = open('testcase', {
    classname: record.journey,
    name: testCase.name,
    time: seconds(testCase.durationMs),
    ...(record.error?.file == null ? {} : { file: record.error.file }),
  });
  if (testCase.result === 'passed') return [`    ${start.replace(/>$/, '/>')}`];

  const { result, type, message, details } = testCase;
  const reason = result === 'skipped' ? { message } : { type, message };
  return [
    `    ${start}`,
    `      ${open(result, reason)}${xmlText(details)}</${result}>`,
    '    </testcase>',
  ];
}

function countsOf(cases: readonly TestCase[]): Attributes {
  return {
    tests: cases.length,
    failures: cases.filter(({ result }) => result === 'failure').length,
    errors: cases.filter(({ result }) => result === 'error').length,
    skipped: cases.filter(({ result }) => result === 'skipped').length,
  };
}

function open(tag: string, attributes: Attributes): string {
  const words = Object.entries(attributes).map(
    ([name, value]) => ` ${name}="${xmlAttribute(String(value))}"`,
  );

  return `<${tag}${words.join('')}>`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/** A text as the content of an XML element; characters that XML forbids become U+FFFD. */
function xmlText(text: string): string {
  return legal(text).replaceAll(/[&<>\r]/g, (character) => ENTITIES[character] ?? character);
}

/** A text as the value of an XML attribute in double quotes; line ends are kept as references. */
function xmlAttribute(text: string): string {
  return legal(text).replaceAll(/[&<>"'\t\n\r]/g, (character) => ENTITIES[character] ?? character);
}

function legal(text: string): string {
  return text.toWellFormed().replaceAll(NOT_XML, '\u{fffd}');
}
