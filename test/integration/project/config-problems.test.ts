import { loadFiles, problemLines } from '../../support/project-dir.ts';

const JOURNEY = `import { apiJourney, every } from 'waywiser';
export default apiJourney('a', { schedule: every('5m') }, () => undefined);
`;

describe('problems of the configuration', () => {
  it.each([
    [
      "stage: 'production-europe'",
      '1:25 journey.config stage: Cannot use "production-europe" as stage: it is not a valid name for AWS resources; expected at most 14 letters, digits and "-", beginning and ending with a letter or digit',
    ],
    [
      "home: 'eu-wset-1'",
      '1:24 journey.config home: Cannot use "eu-wset-1" as home: it is unknown; expected "eu-west-1"',
    ],
    [
      "baseUrls: { dev: 'shop.example' }",
      '1:35 journey.config baseUrls.dev: Cannot use "shop.example" as baseUrls.dev: it is not a URL; expected a URL such as "https://shop.example"',
    ],
    [
      "localTarget: { command: 'node x.js' }",
      '1:31 journey.config localTarget.url: Missing option localTarget.url; expected a URL such as "https://shop.example"',
    ],
    [
      "maintenance: [{ from: '2026-12-01', to: '2026-12-01T23:00Z' }]",
      '1:40 journey.config maintenance[0].from: Cannot use "2026-12-01" as maintenance[0].from: it is not a valid date and time; expected a date and time with a time zone, such as "2026-12-01T22:00:00Z"',
    ],
    [
      "maintenance: [{ from: '2026-12-01T23:00Z', to: '2026-12-01T22:00Z' }]",
      '1:65 journey.config maintenance[0].to: Cannot use "2026-12-01T22:00Z" as maintenance[0].to: it is not after `from`; expected a later time',
    ],
    [
      "maintenance: [{ reason: 'none' }]",
      '1:32 journey.config maintenance[0]: Cannot use the value of maintenance[0]: it has no times; expected `from` and `to` for a window that comes once, or `schedule` and `duration`',
    ],
    [
      "maintenance: [{ from: '2026-12-01T22:00Z', duration: '1h' }]",
      '1:32 journey.config maintenance[0]: Cannot use the value of maintenance[0]: it has times of both kinds; expected `from` and `to` for a window that comes once, or `schedule` and `duration`',
    ],
    [
      "maintenance: [{ schedule: { kind: 'cron', expression: '0 2 ? * SUN *', timeZone: 'UTC' } }]",
      '1:32 journey.config maintenance[0]: Cannot use the value of maintenance[0]: it has no `duration`; expected `from` and `to` for a window that comes once, or `schedule` and `duration`',
    ],
    [
      "maintenance: [{ schedule: { kind: 'cron', expression: '0 2 L * ? *', timeZone: 'UTC' }, duration: '1h' }]",
      "1:72 journey.config maintenance[0].schedule.expression: Cannot use \"0 2 L * ? *\" as the schedule of a maintenance window; expected weekly('SUN', '02:00'), monthly(1, '02:00'), or a cron(…) with days of the month or of the week in every year",
    ],
    [
      "maintenance: [{ schedule: { kind: 'every', interval: '1d' }, duration: '1h' }]",
      "1:71 journey.config maintenance[0].schedule.interval: Cannot use an interval as the schedule of a maintenance window; expected weekly('SUN', '02:00'), monthly(1, '02:00'), or a cron(…) with days of the month or of the week in every year",
    ],
    [
      "controlNames: ['10.0.0.1']",
      '1:33 journey.config controlNames[0]: Cannot use "10.0.0.1" as controlNames[0]: it is not a domain name; expected a name such as "sso.corp.example"',
    ],
    [
      "allowPrivate: ['10.0.0.0/33']",
      '1:33 journey.config allowPrivate[0]: Cannot use "10.0.0.0/33" as allowPrivate[0]: it is neither a host nor a range; expected a host, an address or a range such as "10.0.0.0/8"',
    ],
    [
      "notify: { webhooks: ['https://hooks.slack.example/s3cret'] }",
      '1:39 journey.config notify.webhooks[0]: Cannot use the value of notify.webhooks[0]: it is a string; expected an object such as { kind: "slack", secret: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-AbCdEf" }, because an address is a credential: store it as a secret, and write the ARN of the secret',
    ],
    [
      "notify: { emails: ['ops'] }",
      '1:37 journey.config notify.emails[0]: Cannot use "ops" as notify.emails[0]: it is not an e-mail address; expected one such as "ops@shop.example"',
    ],
    [
      "retention: { runs: '1h' }",
      '1:37 journey.config retention.runs: Cannot use "1h" as retention.runs: it is too short; expected 1d to 3650d (315360000 s)',
    ],
    [
      "tags: { 'aws:x': 'y' }",
      '1:35 journey.config tags["aws:x"]: Cannot use "y" as tags["aws:x"]: AWS does not allow this tag; expected at most 128 characters of key, 256 of value, and no "aws:" before the key',
    ],
  ])('loadProject() refuses a configuration with %s', async (options, problem) => {
    const project = await loadFiles({
      'waywiser.config.ts': `export default { ${options} };`,
      'journeys/a.journey.ts': JOURNEY,
    });

    expect(problemLines(project)).toEqual([`waywiser.config.ts:${problem}`]);
    expect(project.journeys.map(({ plan }) => plan.name)).toEqual(['a']);
  });

  it('loadProject() refuses a maintenance window of a journey that does not exist', async () => {
    const window = "{ from: '2026-12-01T22:00Z', to: '2026-12-01T23:00Z', journeys: ['a', 'b'] }";

    const project = await loadFiles({
      'waywiser.config.ts': `export default {\n  maintenance: [\n    ${window}] };`,
      'journeys/a.journey.ts': JOURNEY,
    });

    expect(problemLines(project)).toEqual([
      'waywiser.config.ts:3:75 journey.config maintenance[0].journeys[1]: Cannot use "b" as maintenance[0].journeys[1]: there is no such journey; expected "a"',
    ]);
  });

  it('loadProject() keeps what is right of a configuration when something else is wrong', async () => {
    const project = await loadFiles({
      'waywiser.config.ts': "export default { home: 'eu-west-1', regions: 5 };",
      'journeys/a.journey.ts': JOURNEY,
    });

    expect(project.config).toMatchObject({ home: 'eu-west-1', regions: ['eu-west-1'] });
    expect(project.problems).toHaveLength(1);
  });

  it('loadProject() refuses a stage and a base URL of the command line that cannot be', async () => {
    const files = {
      'waywiser.config.ts': "export default { baseUrls: { dev: 'http://a', prod: 'http://b' } };",
      'journeys/a.journey.ts': JOURNEY,
    };

    const project = await loadFiles(files, { stage: 'prdo', baseUrl: 'shop' });

    expect(problemLines(project)).toEqual([
      ' journey.config -: Cannot use "prdo" as --stage: waywiser.config.ts has no base URL for it; expected "prod"',
      ' journey.config -: Cannot use "shop" as --base-url: it is not an HTTP URL; expected one such as "https://shop.example"',
    ]);
  });
});
