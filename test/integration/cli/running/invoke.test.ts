import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RunRecord } from '../../../../lib/core/record/run-record.ts';
import { runsOf, typed, waywiser } from '../../../support/command-line.ts';
import {
  type Invocation,
  type LambdaAnswer,
  type LambdaService,
  startLambda,
} from '../../../support/lambda-service.ts';
import { projectDir } from '../../../support/project-dir.ts';
import { runRecord } from '../../../support/run-records.ts';

const JOURNEY = `import { apiJourney, every } from 'waywiser';
export default apiJourney('shop', {
  schedule: every('5m'),
  regions: ['eu-west-1', 'us-east-1'],
}, () => undefined);
`;
const ISOLATED = JOURNEY.replace("'shop'", "'own'").replace(
  'regions',
  'isolated: true,\n  regions',
);

let answer: (invocation: Invocation) => LambdaAnswer | null;
let lambda: LambdaService;
let cwd: string;

beforeAll(async () => {
  lambda = await startLambda((invocation) => answer(invocation));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: lambda.origin,
    AWS_ACCESS_KEY_ID: 'AKIDTEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
});

beforeEach(() => {
  lambda.invocations.length = 0;
  cwd = projectDir({ 'journeys/shop.journey.ts': JOURNEY, 'journeys/own.journey.ts': ISOLATED });
});

afterAll(async () => {
  await lambda.close();
});

async function invoke(...args: readonly string[]) {
  return await typed(['invoke', ...args], { cwd });
}

/** The record that a deployed runner would answer with. */
function recordFor(
  { event, region }: Invocation,
  changes: Partial<RunRecord> = {},
): { readonly payload: RunRecord } {
  const { journey, runId } = Object.assign({ journey: '', runId: '' }, event);

  return { payload: { ...runRecord({ journey, region, scheduledAt: null, ...changes }), runId } };
}

const FAILED: Partial<RunRecord> = {
  outcome: 'failed',
  cause: 'target.status',
  error: { message: 'got 503', step: null, file: null, line: null, column: null },
};

describe('waywiser invoke', () => {
  it('prints no warning of the SDK about the version of Node', async () => {
    answer = (invocation) => recordFor(invocation);

    const { code, err } = await waywiser(['invoke', 'shop', '--wait', '--json'], { cwd });

    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it('runs the journey in all its regions at once and shows the records when it waits', async () => {
    answer = (invocation) => recordFor(invocation);

    const result = await invoke('shop', '--wait', '--json');

    expect({ code: result.code, err: result.err }).toEqual({ code: 0, err: '' });
    expect(runsOf(result).map(({ region, outcome }) => [region, outcome])).toEqual([
      ['eu-west-1', 'passed'],
      ['us-east-1', 'passed'],
    ]);
    const invocations = lambda.invocations.toSorted((a, b) => (a.region < b.region ? -1 : 1));
    expect(invocations).toMatchObject([
      {
        functionName: 'waywiser-dev-api-runner',
        qualifier: 'live',
        type: 'RequestResponse',
        region: 'eu-west-1',
        event: {
          journey: 'shop',
          kind: 'api',
          runId: expect.stringMatching(/^shop-eu-west-1-\d{8}T\d{6}\.\d{3}Z-[a-z0-9]+$/),
        },
      },
      { region: 'us-east-1' },
    ]);
  });

  it('prints pictures, ends with code 1 and writes JUnit when a run failed', async () => {
    answer = (invocation) => recordFor(invocation, invocation.region === 'us-east-1' ? FAILED : {});

    const result = await invoke('shop', '--wait', '--junit', 'out.xml');

    expect(result.code).toBe(1);
    expect(result.out).toMatch(/✓ shop .*eu-west-1/);
    expect(result.out).toMatch(/✗ shop .*us-east-1/);
    expect(result.out).toContain('got 503');
    const junit = readFileSync(path.join(cwd, 'out.xml'), 'utf8');
    expect(junit).toContain('tests="2" failures="1" errors="0"');
  });

  it('invokes the own function of an isolated journey, in the stage and region asked for', async () => {
    answer = (invocation) => recordFor(invocation);

    const result = await invoke('own', '--stage', 'prod', '--region', 'us-east-1', '--wait');

    expect(result.code).toBe(0);
    expect(lambda.invocations).toMatchObject([
      { functionName: 'waywiser-prod-own', region: 'us-east-1' },
    ]);
  });

  it('asks for runs and prints their ids when it does not wait', async () => {
    answer = () => ({});

    const result = await invoke('shop');

    expect(result.code).toBe(0);
    expect(result.out).toMatch(
      /^eu-west-1 {2}shop-eu-west-1-\S+\nus-east-1 {2}shop-us-east-1-\S+\n$/,
    );
    expect(result.err).toContain('waywiser runs --deployed --stage dev --run shop-eu-west-1-');
    expect(lambda.invocations.map(({ type }) => type)).toEqual(['Event', 'Event']);
  });

  it('has an errored record, and ends with code 3, when the runner died', async () => {
    answer = ({ region, ...rest }) =>
      region === 'eu-west-1'
        ? recordFor({ region, ...rest })
        : {
            functionError: 'Unhandled',
            payload: {
              errorType: 'Sandbox.Timedout',
              errorMessage: 'Task timed out after 60.00 s',
            },
          };

    const result = await invoke('shop', '--wait', '--json');

    expect(result.code).toBe(3);
    expect(runsOf(result)[1]).toMatchObject({
      region: 'us-east-1',
      onDemand: true,
      outcome: 'errored',
      cause: 'monitor.timeout',
      error: { message: expect.stringContaining('Task timed out after 60.00 s') },
    });
  });

  it('says why, ends with code 3, and counts an error in JUnit, when a region cannot be reached', async () => {
    answer = (invocation) =>
      invocation.region === 'eu-west-1'
        ? recordFor(invocation)
        : { status: 404, errorType: 'ResourceNotFoundException', payload: { message: 'none' } };

    const result = await invoke('shop', '--wait', '--json', '--junit', 'out.xml');

    expect(result.code).toBe(3);
    expect(runsOf(result)).toHaveLength(1);
    expect(JSON.parse(result.out)).toMatchObject({
      errors: [{ journey: 'shop', region: 'us-east-1', functionName: 'waywiser-dev-api-runner' }],
    });
    expect(result.err).toMatch(/^waywiser: Cannot invoke .*us-east-1: .*npx cdk deploy --all\n$/);
    const junit = readFileSync(path.join(cwd, 'out.xml'), 'utf8');
    expect(junit).toContain('tests="2" failures="0" errors="1"');
  });

  it.each([
    ['nothing', null],
    ['a text', 'hello'],
    ['another record', { schema: 99, runId: 'x' }],
  ])('does not take %s for a record', async (_what, payload) => {
    answer = () => ({ payload });

    const result = await invoke('shop', '--wait', '--region', 'eu-west-1');

    expect(result.code).toBe(3);
    expect(result.out).toBe('');
    expect(result.err).toContain('expected a run record');
  });

  it.each([
    [['nope'], 'Cannot find the journey "nope"'],
    [['shop', '--region', 'eu-west-2'], 'expected "eu-west-1"'],
    [['shop', '--junit', 'out.xml'], 'without --wait'],
    [['./journeys'], 'it matches 2 journeys; expected one'],
  ])('refuses %j with code 2 and calls nothing', async (args, words) => {
    const result = await invoke(...args);

    expect(result.code).toBe(2);
    expect(result.err).toContain(words);
    expect(lambda.invocations).toEqual([]);
  });

  it('reads the client of Lambda only when it needs it: no other command waits for that', async () => {
    const probe = `process.once('exit', () => {
  const read = Object.keys(require.cache).some((file) => file.includes('client-lambda'));
  process.stderr.write(\`client-lambda read: \${read}\`);
});`;
    const dir = projectDir({ 'probe.cjs': probe });

    const { err } = await waywiser(['invoke', '--help'], {
      cwd,
      env: { NODE_OPTIONS: `--require ${path.join(dir, 'probe.cjs')}` },
    });

    expect(err).toBe('client-lambda read: false');
  });
});
