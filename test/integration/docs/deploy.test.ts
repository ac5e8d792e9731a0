import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { journeyAlarms } from '../../../lib/core/alarms/journey-alarms.ts';
import { estimateCost } from '../../../lib/core/cost/estimate-cost.ts';
import { evidenceBucketName, LIVE_ALIAS, stageNames } from '../../../lib/core/deploy/names.ts';
import { DOCTOR_ACTIONS } from '../../../lib/core/doctor/actions.ts';
import { preflight } from '../../../lib/core/deploy/preflight.ts';
import { findingEvent } from '../../../lib/report/format/finding-event.ts';
import { readAnnotation } from '../../../lib/core/trends/read-annotation.ts';
import { annotationPartition } from '../../../lib/core/trends/trend-keys.ts';
import { requireRunnerEvent } from '../../../lib/core/deploy/runner-event.ts';
import { AWS_REGIONS } from '../../../lib/project/schema/aws-schemas.ts';
import type { Project } from '../../../lib/project/load/load-project.ts';
import { waywiser } from '../../support/command-line.ts';
import { finding } from '../../support/findings.ts';
import { loadFiles, problemLines } from '../../support/project-dir.ts';
import { shellWords } from '../../support/shell-words.ts';

const TEXT = readFileSync('docs/deploy.md', 'utf8');
/** Every line of every block of shell, blocks in lists included. */
const LINES = [...TEXT.matchAll(/^ *```sh\n(.*?)^ *```$/gms)]
  .flatMap(([, block = '']) => block.split('\n'))
  .map((line) => line.trim())
  .filter((line) => line !== '');
const STAGE = 'prod';
const HOME = 'eu-west-1';
const ACCOUNT = '123456789012';

/** The files that the document shows, by the name in their first line; of two of a name the first. */
function shownFiles(which: 'first' | 'last'): Readonly<Record<string, string>> {
  const blocks = [...TEXT.matchAll(/^```ts\n\/\/ (\S+)\n(.*?)^```$/gms)];
  const files = blocks.map(([, name = '', code = '']) => [name, code] as const);

  return Object.fromEntries(which === 'last' ? files : files.toReversed());
}

function linesOf(program: RegExp): readonly string[] {
  return LINES.filter((line) => program.test(line));
}

function valueOf(words: readonly string[], option: string): string {
  return words[words.indexOf(option) + 1] ?? '';
}

const helpTexts = new Map<string, Promise<string>>();

/** What `cdk COMMAND --help` prints; asked once for each command. */
async function cdkHelp(command: string): Promise<string> {
  const cdk = path.resolve('node_modules/aws-cdk/bin/cdk');
  const asked =
    helpTexts.get(command) ??
    promisify(execFile)(process.execPath, [cdk, command, '--help']).then(({ stdout }) => stdout);
  helpTexts.set(command, asked);

  return await asked;
}

describe('docs/deploy.md', () => {
  it('has no line of shell whose program is not looked at here', () => {
    const known =
      /^(?:npm (?:ci$|run waywiser -- )|npx cdk |aws |export AWS_PROFILE=|rm journeys\/)/;

    expect(LINES.length).toBeGreaterThan(20);
    expect(LINES.filter((line) => !known.test(line))).toEqual([]);
  });

  it.each(linesOf(/^npm run waywiser/))('shows a command that exists: %s', async (line) => {
    const [command = '', ...rest] = shellWords(line).slice(4);

    const { out: known } = await waywiser([command, '--help'], { cwd: process.cwd() });

    expect(known).toContain(`Usage: waywiser ${command} `);
    for (const word of rest.filter((each) => each.startsWith('--'))) {
      expect(known).toMatch(new RegExp(`${word}\\b`));
    }
    const named = rest.filter((each) => !each.startsWith('--') && each !== 'failed');
    for (const word of named) expect(['home-page', STAGE, 'test']).toContain(word);
  });

  it.each(linesOf(/^npx cdk/))('shows a command of cdk that exists: %s', async (line) => {
    const [command = '', ...rest] = shellWords(line).slice(2);

    const known = await cdkHelp(command);

    expect(known).toMatch(new RegExp(`^cdk ${command}`, 'm'));
    for (const word of rest.filter((each) => each.startsWith('--'))) {
      expect(known).toMatch(new RegExp(`${word}\\b`));
    }
    for (const value of rest.filter((_, index) => rest[index - 1] === '--context')) {
      expect(value).toMatch(/^(?:stage|account|regions|keepData)=/);
    }
    for (const place of rest.filter((each) => each.startsWith('aws://'))) {
      const [, account, region] = /^aws:\/\/(\d{12})\/(.+)$/.exec(place) ?? [];
      expect(account).toBe(ACCOUNT);
      expect(AWS_REGIONS).toContain(region);
    }
  });

  it.each([
    ['is valid, and nothing of it is refused', 'first'],
    ['still is when its target is broken', 'last'],
  ] as const)('shows a project that %s', async (_what, which) => {
    const project = await shownProject(which);

    expect(problemLines(project)).toEqual([]);
    const plans = project.journeys.map(({ plan }) => plan);
    expect(plans.map(({ name }) => name)).toEqual(['home-page']);
    expect(preflight(project.config, plans, { nowMs: Date.UTC(2026, 10, 22) })).toEqual([]);
    expect(project.config).toMatchObject({ stage: STAGE, home: HOME });
  });

  it('says what its project costs', async () => {
    const { config, journeys } = await shownProject('first');

    const { usd } = estimateCost({
      plans: journeys.map(({ plan }) => plan),
      config,
      measured: new Map(),
      fromMs: Date.UTC(2026, 10, 22),
    });

    expect(TEXT.replaceAll('\n', ' ')).toContain(`to about $${Math.round(usd)} a month`);
  });

  it('breaks the target, and nothing else, for the first alarm', () => {
    const [before, after] = (['first', 'last'] as const).map((which) => shownFiles(which));

    const config = before?.['waywiser.config.ts'];

    expect(after?.['waywiser.config.ts']).toBe(
      // No resolver may know it: https://www.rfc-editor.org/rfc/rfc6761#section-6.4
      config?.replace('https://example.com', 'https://example.invalid'),
    );
  });

  it.each(linesOf(/^aws /))('names what is deployed as it is called: %s', async (line) => {
    const words = shellWords(line);
    const { config, journeys } = await shownProject('first');
    const [plan] = journeys.map((each) => each.plan);
    const alarms = plan === undefined ? [] : journeyAlarms(plan, config);
    const names = Object.values(stageNames(STAGE));
    const buckets = [HOME, 'us-east-1'].map((region) => evidenceBucketName(STAGE, ACCOUNT, region));

    const known = [
      ...names,
      ...alarms.map(({ definition }) => definition.name),
      ...buckets.map((bucket) => `s3://${bucket}`),
      'waywiser',
    ];
    // The profile, or something of the stage; tags have a colon.
    for (const word of words.filter((each) => /^(?:s3:\/\/)?waywiser(?!:)/.test(each))) {
      expect(known).toContain(word);
    }
    const regions = words.filter((_, index) => words[index - 1] === '--region');
    for (const region of regions) expect(AWS_REGIONS).toContain(region);
  });

  it('shows an invocation that the runner understands, waits for it, and quotes it as a shell wants it', () => {
    const [line = '', ...others] = linesOf(/^aws lambda invoke/);
    const words = shellWords(line);

    const event = requireRunnerEvent(JSON.parse(valueOf(words, '--payload')));

    expect(others).toEqual([]);
    expect(event).toMatchObject({ journey: 'home-page' });
    expect(valueOf(words, '--function-name')).toBe(stageNames(STAGE).apiRunner);
    expect(valueOf(words, '--qualifier')).toBe(LIVE_ALIAS);
    expect(valueOf(words, '--cli-binary-format')).toBe('raw-in-base64-out');
    expect(Number(valueOf(words, '--cli-read-timeout'))).toBeGreaterThanOrEqual(900);
    expect(words.at(-1)).toBe('record.json');
  });

  it('shows a note that is read as one', () => {
    const [line = '', ...others] = linesOf(/^aws dynamodb put-item/);
    const item: Record<string, { readonly S: string }> = JSON.parse(
      valueOf(shellWords(line), '--item'),
    );
    const { pk, sk, text, kind, by, ...rest } = item;

    expect([others, rest]).toEqual([[], {}]);
    expect(pk?.S).toBe(annotationPartition('home-page'));
    expect(
      readAnnotation({ sk: sk?.S, text: text?.S, kind: kind?.S, by: by?.S }, 'home-page'),
    ).toEqual({
      at: '2026-11-22T16:45:00.000Z',
      journey: 'home-page',
      text: 'v1.42 deployed',
      kind: 'deploy',
      by: null,
    });
  });

  it('grants the doctor exactly the permissions that it uses', () => {
    const [, json = ''] =
      /<!-- permissions of the doctor -->\n\n```json\n(.*?)```/s.exec(TEXT) ?? [];
    const { Statement: statements }: { Statement: readonly { Action: readonly string[] }[] } =
      JSON.parse(json);

    expect(statements.flatMap(({ Action: actions }) => actions).toSorted()).toEqual(DOCTOR_ACTIONS);
  });

  it('shows a rule that the event of a finding matches', () => {
    const [, rule = ''] = /```json\n(\{\n  "source"[^`]+)```/.exec(TEXT) ?? [];
    const pattern: unknown = JSON.parse(rule);
    const { source, detailType, detail } = findingEvent(finding(), STAGE);

    expect(matches(pattern, { source, 'detail-type': detailType, detail })).toBe(true);
    const resolution = { at: '2026-11-24T00:40:00.000Z', code: 'not-detected' } as const;
    const ended = findingEvent(finding({ resolved: resolution }), STAGE);
    expect(matches(pattern, { source, 'detail-type': ended.detailType, detail })).toBe(false);
  });

  it('removes every journey of the demo, and names policies and dashboard as they are called', () => {
    const [line = ''] = linesOf(/^rm /);

    expect(TEXT).toContain(`the dashboard \`${stageNames(STAGE).dashboard}\``);
    expect(TEXT).toContain(`\`waywiser-${STAGE}-reader\``);
    expect(TEXT).toContain(`\`waywiser-${STAGE}-invoker\``);
    expect(TEXT).toContain(`\`waywiser-${STAGE}-annotator\``);
    expect(TEXT).toContain(`the function \`${stageNames(STAGE).trends}\``);
    for (const name of ['browse-and-buy', 'search', 'api-*']) {
      expect(shellWords(line)).toContain(`journeys/${name}.journey.ts`);
    }
  });
});

/** Patterns of values in lists, and of objects: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
function matches(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.includes(value);
  if (typeof pattern !== 'object' || pattern === null) return false;
  const known = new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);

  return Object.entries(pattern).every(([key, inner]) => matches(inner, known.get(key)));
}

async function shownProject(which: 'first' | 'last'): Promise<Project> {
  return await loadFiles(shownFiles(which));
}

test.each([
  ['a b', ['a', 'b']],
  [`--payload '{"a": "b c"}' x`, ['--payload', '{"a": "b c"}', 'x']],
  [`"a \\"b\\"" c\\ d`, ['a "b"', 'c d']],
  ['a # b', ['a']],
])('shellWords() splits %s as a shell does', (line, words) => {
  expect(shellWords(line)).toEqual(words);
});
