import path from 'node:path';
import { EXIT, type Io } from '../../../../lib/cli/frame/io.ts';
import { pathsOf } from '../../../../lib/cli/frame/paths.ts';
import { validate, type ValidateOptions } from '../../../../lib/cli/authoring/validate.ts';
import { projectDir } from '../../../support/project-dir.ts';

const GOOD = `import { apiJourney, cron } from 'waywiser';
export default apiJourney('shop', {
  schedule: cron('0 9 ? * MON-FRI *', { timeZone: 'Europe/Amsterdam' }),
  regions: ['eu-west-1', 'us-east-1'],
  retries: 1,
  env: { TOKEN: 's3cret' },
}, () => undefined);
`;
const SILENT = 'export default { notify: {} };\n';
const BAD =
  "import { apiJourney } from 'waywiser';\nexport default apiJourney('bad', {}, () => undefined);\n";

/** What the command printed and returned in a project of these files. */
async function validated(
  files: Readonly<Record<string, string>>,
  options: Partial<ValidateOptions> & { readonly env?: Io['env'] } = {},
) {
  const { env = {}, ...rest } = options;
  const printed = { out: '', err: '' };
  const io: Io = {
    out: (text) => void (printed.out += text),
    err: (text) => void (printed.err += text),
    color: false,
    isTty: false,
    columns: 100,
    env,
    cwd: projectDir({ 'waywiser.config.ts': SILENT, ...files }),
  };
  const paths = pathsOf(io, path.resolve('dist'));
  const code = await validate({ selection: [], ...rest }, paths, io);

  return { code, ...printed };
}

describe('validate()', () => {
  it('validate() shows kind, schedule, regions and the next instants when all is well', async () => {
    const result = await validated({ 'journeys/shop.journey.ts': GOOD });

    expect(result.code).toBe(EXIT.passed);
    expect(result.err).toBe('');
    expect(result.out).toMatch(
      /^✓ shop {2}api · at 09:00, Monday to Friday, Europe\/Amsterdam time · timeout 30 s · 1 retry\n {4}eu-west-1, us-east-1 {2}next (\d{4}-\d\d-\d\d 0[78]:00, ){2}\d{4}-\d\d-\d\d 0[78]:00 UTC {2}\((\d{4}-\d\d-\d\d 09:00, ){2}\d{4}-\d\d-\d\d 09:00 Europe\/Amsterdam\)\n {4}down {2}an outage of 5 d or more is alarmed within 5 d, 1 h more when clocks change\n$/,
    );
  });

  it('validate() refuses a secret on this machine that is too common to be hidden', async () => {
    const files = {
      'journeys/shop.journey.ts': GOOD.replace('schedule:', "secrets: ['shop/user'], schedule:"),
      'waywiser.config.ts': `export default { notify: {}, secrets: { 'shop/user': 'arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/user' } };`,
    };

    const refused = await validated(files, { env: { WAYWISER_SECRET_SHOP_USER: 'password' } });
    const passed = await validated(files, { env: { WAYWISER_SECRET_SHOP_USER: 'hunter2-x' } });

    expect(passed.err).toBe('');
    expect(refused.code).toBe(EXIT.misuse);
    expect(refused.err).toContain(
      'Cannot use the value of WAYWISER_SECRET_SHOP_USER as the secret "shop/user": it is a common word',
    );
  });

  it.each([
    ['export default {};', 'Alarms will notify no one, because the configuration has no notify'],
    [
      "export default { notify: { webhooks: [{ kind: 'slack', secret: 'arn:aws:ssm:eu-west-1:123456789012:parameter/x' }] } };",
      'No one is notified when a webhook fails',
    ],
  ])('validate() warns of alarms without an audience in %s', async (config, warning) => {
    const files = { 'journeys/shop.journey.ts': GOOD, 'waywiser.config.ts': config };

    const result = await validated(files);

    expect(result.code).toBe(EXIT.passed);
    expect(result.err).toContain(`warning  ${warning}`);
    expect(result.err).toContain("'you@example.com'");
  });

  it('validate() warns of addresses that lose the path of the base URL, and ends with code 0', async () => {
    const source = `import { apiJourney, every } from 'waywiser';
export default apiJourney('shop', {
  schedule: every('5m'),
  credentials: { username: 'kim', password: 'hunter2' },
  baseUrl: 'https://kim:hunter2@shop.example/api',
}, async ({ http }) => {
  await http.get('/users');
  await http.post(\`/carts/\${1}\`);
  await http.get('/api/users');
  await http.get('https://shop.example/users');
  new Map([['/users', 1]]).get('/users');
});
`;

    const result = await validated({ 'journeys/shop.journey.ts': source });
    const json = await validated({ 'journeys/shop.journey.ts': source }, { json: true });

    expect(result.code).toBe(EXIT.passed);
    expect(result.err.match(/^journeys.*/gm)).toEqual([
      'journeys/shop.journey.ts:7:18  warning  "/users" does not lead below the base URL "https://[secret]@shop.example/api": it loses its path "/api"; expected "/api/users"',
      'journeys/shop.journey.ts:8:19  warning  "/carts/…" does not lead below the base URL "https://[secret]@shop.example/api": it loses its path "/api"; expected "/api/carts/…"',
    ]);
    expect(JSON.parse(json.out).warnings).toHaveLength(2);
    expect(JSON.stringify([result, json])).not.toContain('hunter2');
  });

  it('validate() shows valid and invalid journeys and ends with code 2', async () => {
    const result = await validated({ 'journeys/a.journey.ts': BAD, 'journeys/b.journey.ts': GOOD });

    expect(result.code).toBe(EXIT.misuse);
    expect(result.out).toContain('✓ shop');
    expect(result.err).toBe(
      [
        "journeys/a.journey.ts:2:34  error  Missing option schedule; expected every('5m'), rate('5 minutes') or cron('0 9 ? * MON-FRI *')",
        "  2 │ export default apiJourney('bad', {}, () => undefined);",
        '    │                                  ^',
        '',
        '1 problem in 1 file',
        '',
      ].join('\n'),
    );
  });

  it('validate() prints one JSON document on standard output, without values of env', async () => {
    const files = { 'journeys/a.journey.ts': BAD, 'journeys/b.journey.ts': GOOD };

    const result = await validated(files, { json: true });

    const document: unknown = JSON.parse(result.out);
    expect(result.code).toBe(EXIT.misuse);
    expect(result.out).not.toContain('s3cret');
    expect(document).toMatchObject({
      valid: false,
      stage: 'dev',
      journeys: [
        {
          name: 'shop',
          env: ['TOKEN'],
          scheduleInWords: 'at 09:00, Monday to Friday, Europe/Amsterdam time',
          next: {
            'eu-west-1': [
              expect.stringMatching(/T0[78]:00:00\.000Z$/),
              expect.anything(),
              expect.anything(),
            ],
          },
        },
      ],
      problems: [
        { journey: 'bad', file: 'journeys/a.journey.ts', line: 2, column: 34, path: 'schedule' },
      ],
    });
  });

  it('validate() lists what deploying would refuse, at its place', async () => {
    const source = GOOD.replace(
      'retries: 1,',
      "retries: 3,\n  timeout: '5m',\n  secrets: ['shop'],",
    );

    const result = await validated({ 'journeys/shop.journey.ts': source });

    expect(result.code).toBe(EXIT.misuse);
    expect(result.err).toContain(
      'journeys/shop.journey.ts:6:12  error  Cannot deploy journey "shop" with a time-out of 5m: 4 attempts may take 1203 s in all, and Lambda ends a run after 900 s; expected a shorter time-out or fewer retries',
    );
    expect(result.err).toContain(
      'journeys/shop.journey.ts:7:13  error  Cannot deploy journey "shop" with the secret "shop": the configuration has no ARN for it; expected one under secrets in waywiser.config.ts',
    );
  });

  it('validate() adds annotations in GitHub Actions', async () => {
    const files = { 'journeys/a.journey.ts': BAD };

    const result = await validated(files, { env: { GITHUB_ACTIONS: 'true' } });

    expect(result.err).toContain(
      '::error file=journeys/a.journey.ts,line=2,col=34::Missing option schedule;',
    );
  });
});
