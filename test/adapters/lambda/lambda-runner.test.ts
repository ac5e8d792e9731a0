import { lambdaRunner } from '../../../lib/adapters/lambda/lambda-runner.ts';
import {
  type LambdaAnswer,
  type LambdaService,
  startLambda,
} from '../../support/lambda-service.ts';

const EVENT = { journey: 'checkout', kind: 'api', runId: 'checkout-eu-west-1-x' } as const;
const ENV = {
  AWS_ACCESS_KEY_ID: 'AKIDTEST',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_EC2_METADATA_DISABLED: 'true',
};

const before = { ...process.env };
let answer: LambdaAnswer | null = {};
let lambda: LambdaService;

beforeAll(async () => {
  lambda = await startLambda(() => answer);
});

beforeEach(() => {
  lambda.invocations.length = 0;
  Object.assign(process.env, ENV, { AWS_ENDPOINT_URL: lambda.origin });
});

afterEach(() => {
  process.env = { ...before };
});

afterAll(async () => {
  await lambda.close();
});

function runner(waitMs?: number) {
  return lambdaRunner({
    region: 'eu-west-1',
    functionName: 'waywiser-prod-api-runner',
    ...(waitMs !== undefined && { waitMs }),
  });
}

describe('lambdaRunner()', () => {
  it('run() invokes the live alias with the event and returns its payload', async () => {
    answer = { payload: { outcome: 'passed', text: 'ünïcode ✓' } };

    const answered = await runner().run(EVENT);

    expect(answered).toEqual({
      kind: 'answered',
      payload: '{"outcome":"passed","text":"ünïcode ✓"}',
    });
    expect(lambda.invocations).toEqual([
      {
        functionName: 'waywiser-prod-api-runner',
        qualifier: 'live',
        type: 'RequestResponse',
        event: EVENT,
        region: 'eu-west-1',
        accessKeyId: 'AKIDTEST',
      },
    ]);
  });

  it('request() asks for a run without waiting for it', async () => {
    answer = {};

    expect(await runner().request(EVENT)).toEqual({ kind: 'accepted' });
    expect(lambda.invocations).toMatchObject([{ type: 'Event', event: EVENT }]);
  });

  it("run() returns the function's error when it failed", async () => {
    const payload = { errorMessage: 'Task timed out after 60.00 seconds' };
    answer = { functionError: 'Unhandled', payload };

    expect(await runner().run(EVENT)).toEqual({
      kind: 'died',
      payload: JSON.stringify(payload),
      requestId: 'a1b2c3',
    });
  });

  it.each([
    [404, 'ResourceNotFoundException', 'monitor.undelivered', 'deploy the stage first'],
    [403, 'AccessDeniedException', 'monitor.undelivered', 'lambda:InvokeFunction'],
    [429, 'TooManyRequestsException', 'monitor.throttled', 'throttled'],
    [403, 'ExpiredTokenException', 'monitor.undelivered', 'have expired'],
    [403, 'UnrecognizedClientException', 'monitor.undelivered', 'does not accept the credentials'],
    [409, 'ResourceConflictException', 'monitor.undelivered', 'being deployed'],
    [500, 'ServiceException', 'monitor.undelivered', 'Message of AWS'],
  ])('run() asks once, and has words for it, when Lambda answers %d %s', async (...row) => {
    const [status, errorType, cause, words] = row;
    answer = { status, errorType, payload: { message: 'Message of AWS' } };

    const answered = await runner().run(EVENT);

    expect(answered).toMatchObject({ kind: 'unreached', cause });
    expect('message' in answered && answered.message).toContain(words);
    expect('message' in answered && answered.message).toContain('eu-west-1');
    expect(lambda.invocations).toHaveLength(1);
  });

  it('run() ends when there is no answer in time', async () => {
    answer = null;

    const answered = await runner(200).run(EVENT);

    expect(answered).toMatchObject({ kind: 'unreached', cause: 'monitor.timeout' });
  });

  it('run() reports a failed connection when nothing listens', async () => {
    process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:9';

    const answered = await runner().run(EVENT);

    expect(answered).toMatchObject({ kind: 'unreached', cause: 'monitor.network' });
  });

  it('run() names the remedy when there are no credentials', async () => {
    for (const name of Object.keys(process.env))
      if (name.startsWith('AWS_')) delete process.env[name];
    const nowhere = { HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true' };
    Object.assign(process.env, nowhere, { AWS_ENDPOINT_URL: lambda.origin });

    const answered = await runner().run(EVENT);

    expect(answered).toMatchObject({ kind: 'unreached', cause: 'monitor.undelivered' });
    expect('message' in answered && answered.message).toContain('set AWS_PROFILE');
    expect(lambda.invocations).toEqual([]);
  });
});
