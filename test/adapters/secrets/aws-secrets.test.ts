import http from 'node:http';
import { awsSecrets } from '../../../lib/adapters/secrets/aws-secrets.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { closer, listen } from '../../support/listening.ts';

const MANAGED = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/user-AbCdEf';
const PARAMETER = 'arn:aws:ssm:eu-west-1:123456789012:parameter/shop/token';
const ABSENT = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:gone-AbCdEf';
/** The service takes it for a complete ARN, of which there is no secret. */
const WORD = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/apikey-secret';
const KEPT_MS = 300_000;

const asked: { readonly target: string; readonly input: unknown; readonly scope: string }[] = [];
let close: () => Promise<void>;
const before = { ...process.env };

beforeAll(async () => {
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const input: Record<string, string> = JSON.parse(Buffer.concat(chunks).toString());
      const target = String(request.headers['x-amz-target']);
      asked.push({ target, input, scope: String(request.headers.authorization) });
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      response.statusCode = GONE.has(input['SecretId']) ? 400 : 200;
      response.end(JSON.stringify(answerTo(target, input)));
    });
  });
  const port = await listen(server);
  close = closer(server);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
});

beforeEach(() => asked.splice(0));

afterAll(async () => {
  for (const name of ['AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) {
    delete process.env[name];
  }
  Object.assign(process.env, before);
  await close();
});

const GONE: ReadonlySet<string | undefined> = new Set([ABSENT, 'gone-AbCdEf', WORD]);

function answerTo(target: string, input: Readonly<Record<string, string>>): object {
  if (GONE.has(input['SecretId'])) {
    return { __type: 'ResourceNotFoundException', message: 'no such secret' };
  }

  return target.startsWith('AmazonSSM')
    ? { Parameter: { Value: 'token 1' } }
    : { SecretString: 'user 1' };
}

describe('awsSecrets()', () => {
  test('read() asks Secrets Manager and the Parameter Store, each in the region of its ARN', async () => {
    const secrets = awsSecrets({ arns: { user: MANAGED, token: PARAMETER } }, manualClock());

    expect(await secrets.read('user')).toBe('user 1');
    expect(await secrets.read('token')).toBe('token 1');
    expect(asked.map(({ target, input }) => ({ target, input }))).toEqual([
      { target: 'secretsmanager.GetSecretValue', input: { SecretId: MANAGED } },
      { target: 'AmazonSSM.GetParameter', input: { Name: PARAMETER, WithDecryption: true } },
    ]);
    expect(asked.every(({ scope }) => scope.includes('/eu-west-1/'))).toBe(true);
  });

  test('read() asks by the name where the ARN only seems complete, because the name ends like one', async () => {
    const secrets = awsSecrets({ arns: { key: WORD, gone: ABSENT } }, manualClock());

    expect(await secrets.read('key')).toBe('user 1');
    await expect(secrets.read('gone')).rejects.toThrow('ResourceNotFoundException: no such secret');
    expect(asked.map(({ input }) => input)).toEqual([
      { SecretId: WORD },
      { SecretId: 'shop/apikey-secret' },
      { SecretId: ABSENT },
      { SecretId: 'gone-AbCdEf' },
    ]);
  });

  test('read() asks again after five minutes, and not before', async () => {
    const clock = manualClock();
    const secrets = awsSecrets({ arns: { user: MANAGED } }, clock);

    await secrets.read('user');
    clock.sleep(KEPT_MS - 1);
    await secrets.read('user');
    expect(asked).toHaveLength(1);
    clock.sleep(1);
    await secrets.read('user');
    expect(asked).toHaveLength(2);
  });

  test('read() names the secret, its ARN and the remedy when it cannot be read', async () => {
    const secrets = awsSecrets({ arns: { gone: ABSENT } }, manualClock());

    await expect(secrets.read('gone')).rejects.toMatchObject({
      code: 'monitor.secret',
      message: `Cannot read secret "gone" (${ABSENT}): ResourceNotFoundException: no such secret; expected a secret that this runner can read`,
    });
    await expect(secrets.read('other')).rejects.toMatchObject({
      code: 'monitor.secret',
      message: expect.stringContaining('its ARN under `secrets` in waywiser.config.ts'),
    });
  });
});
