import { loadFiles, problemLines } from '../../support/project-dir.ts';

const IMPORT = "import { apiJourney, browserJourney, every } from 'waywiser';\n";
const NETWORK = "{ subnetIds: ['subnet-0a1b2c3d'], securityGroupIds: ['sg-0a1b2c3d'] }";

function journey(maker: 'apiJourney' | 'browserJourney', options: string): string {
  return `${IMPORT}export default ${maker}('a', { schedule: every('5m'), regions: ['eu-west-1', 'us-east-1'],\n${options} }, () => undefined);`;
}

/** The problems of one journey, without the part that all of them begin with. */
async function problemsOf(source: string): Promise<readonly string[]> {
  const project = await loadFiles({ 'journeys/a.journey.ts': source });

  return problemLines(project).map((line) => line.replace('journeys/a.journey.ts:', ''));
}

describe('how a journey is deployed', () => {
  it.each([
    [
      'memory: 512',
      '3:9 journey.config memory: Cannot use 512 as memory: the journey shares its function with others; expected it together with isolated: true',
    ],
    [
      "architecture: 'arm64', isolated: false",
      '3:15 journey.config architecture: Cannot use "arm64" as architecture: the journey shares its function with others; expected it together with isolated: true',
    ],
    [
      `vpc: { 'eu-west-1': ${NETWORK}, 'us-east-1': ${NETWORK} }`,
      '3:6 journey.config vpc: Cannot use the value of vpc: the journey shares its function with others; expected it together with isolated: true',
    ],
    [
      'isolated: true, memory: 64',
      '3:25 journey.config memory: Cannot use 64 as memory: it is out of range; expected a whole number from 128 to 10240',
    ],
    [
      "isolated: true, architecture: 'arm'",
      '3:31 journey.config architecture: Cannot use "arm" as architecture: it is unknown; expected one of arm64, x86_64',
    ],
    [
      'isolatd: true',
      '3:1 journey.config isolatd: Cannot use the option "isolatd": there is no such option; expected "isolated"',
    ],
    [
      `isolated: true, vpc: { 'eu-west-1': ${NETWORK} }`,
      '3:22 journey.config vpc: Cannot use the value of vpc: it has no network in us-east-1; expected one for each region of the journey',
    ],
    [
      `isolated: true, vpc: { 'eu-west-1': ${NETWORK}, 'us-east-1': ${NETWORK}, 'eu-west-2': ${NETWORK} }`,
      '3:192 journey.config vpc["eu-west-2"]: Cannot use a network in "eu-west-2": the journey does not run there; expected its regions: eu-west-1, us-east-1',
    ],
    [
      `isolated: true, vpc: { 'eu-west-1': ${NETWORK}, 'us-east-1': ${NETWORK}, 'eu-wset-2': ${NETWORK} }`,
      '3:192 journey.config vpc["eu-wset-2"]: Cannot use "eu-wset-2" as a name in vpc: it is unknown; expected "eu-west-2"',
    ],
    [
      `isolated: true, vpc: { 'us-east-1': ${NETWORK}, 'eu-west-1': { subnetIds: ['sn-1'], securityGroupIds: ['sg-0a1b2c3d'] } }`,
      '3:135 journey.config vpc["eu-west-1"].subnetIds[0]: Cannot use "sn-1" as vpc["eu-west-1"].subnetIds[0]: it is not such an id; expected one such as "subnet-0a1b2c3d4e5f60718"',
    ],
    [
      `isolated: true, vpc: { 'us-east-1': ${NETWORK}, 'eu-west-1': { subnets: [], ...${NETWORK} } }`,
      '3:123 journey.config vpc["eu-west-1"].subnets: Cannot use the option "subnets": there is no such option; expected "subnetIds"',
    ],
  ])('loadProject() refuses an API journey with %s', async (options, problem) => {
    expect(await problemsOf(journey('apiJourney', options))).toEqual([problem]);
  });

  it('loadProject() refuses a browser on arm64', async () => {
    const source = journey('browserJourney', "isolated: true, architecture: 'arm64'");

    expect(await problemsOf(source)).toEqual([
      '3:31 journey.config architecture: Cannot use "arm64" as architecture: the browser is built for x86_64 only; expected "x86_64"',
    ]);
  });

  it('loadProject() plans a function of its own', async () => {
    const options = `isolated: true, memory: 512, architecture: 'arm64', vpc: { 'eu-west-1': ${NETWORK}, 'us-east-1': ${NETWORK} }`;

    const project = await loadFiles({ 'journeys/a.journey.ts': journey('apiJourney', options) });

    const network = { subnetIds: ['subnet-0a1b2c3d'], securityGroupIds: ['sg-0a1b2c3d'] };
    expect(project.journeys[0]?.plan.deploy).toEqual({
      isolated: true,
      memoryMb: 512,
      architecture: 'arm64',
      vpc: { 'eu-west-1': network, 'us-east-1': network },
    });
  });
});

const ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/test-user-AbCdEf';

describe('how the configuration is deployed', () => {
  it.each([
    [
      "account: '12345678901'",
      'account: Cannot use "12345678901" as account: it is not an AWS account id; expected twelve digits in quotes, such as "123456789012"',
    ],
    [
      'account: 123456789012',
      'account: Cannot use 123456789012 as account: it is a number; expected twelve digits in quotes, such as "123456789012"',
    ],
    [
      "secrets: { user: 'shop/test-user' }",
      `secrets.user: Cannot use "shop/test-user" as secrets.user: it is not such an ARN; expected one of Secrets Manager or the Parameter Store, such as "${ARN}"`,
    ],
    [
      `secrets: { user: '${ARN.replace('eu-west-1', 'eu-west-9')}' }`,
      /^secrets\.user: Cannot use "arn:aws:secretsmanager:eu-west-9:.*: it is not such an ARN;/,
    ],
    [
      "secrets: { user: 'arn:aws:ssm:eu-west-1:123456789012:secret:shop' }",
      /^secrets\.user: Cannot use .*: it is not such an ARN;/,
    ],
    [
      `secrets: { 'a b': '${ARN}' }`,
      'secrets["a b"]: Cannot use "a b" as a name in secrets: it is not a valid name of a secret; expected letters, digits and /_+=.@-, at most 512',
    ],
    [
      "chromium: 'zip'",
      'chromium: Cannot use "zip" as chromium: it is unknown; expected one of layer, compressed',
    ],
    [
      'memory: { api: 128 }',
      'memory.api: Cannot use 128 as memory.api: it is out of range; expected a whole number from 256 to 10240',
    ],
    [
      'memory: { chrome: 2048 }',
      'memory.chrome: Cannot use the option "chrome": there is no such option; expected api, browser',
    ],
    [
      "runbookUrl: 'docs/runbook.md'",
      'runbookUrl: Cannot use "docs/runbook.md" as runbookUrl: alarms cannot link to it; expected a URL such as "https://wiki.shop.example/runbook", of at most 300 characters, without "#"',
    ],
    [
      "runbookUrl: 'https://wiki.shop.example/#runbook'",
      'runbookUrl: Cannot use "https://wiki.shop.example/#runbook" as runbookUrl: alarms cannot link to it; expected a URL such as "https://wiki.shop.example/runbook", of at most 300 characters, without "#"',
    ],
  ])('loadProject() refuses a configuration with %s', async (options, problem) => {
    const project = await loadFiles({
      'waywiser.config.ts': `export default { ${options} };`,
      'journeys/a.journey.ts': journey('apiJourney', ''),
    });

    const [line = '', ...others] = problemLines(project);
    expect(others).toEqual([]);
    const said = line.replace(/^waywiser\.config\.ts:1:\d+ journey\.config /, '');
    expect(said).toMatch(problem);
  });

  it('loadProject() takes secrets of both stores, also in other partitions', async () => {
    const secrets = {
      'shop/test-user': ARN,
      token: 'arn:aws-cn:ssm:cn-north-1:123456789012:parameter/shop/token',
    };

    const project = await loadFiles({
      'waywiser.config.ts': `export default { account: '123456789012', chromium: 'compressed', memory: { browser: 3008 }, secrets: ${JSON.stringify(secrets)} };`,
      'journeys/a.journey.ts': journey('apiJourney', ''),
    });

    expect(problemLines(project)).toEqual([]);
    expect(project.config).toMatchObject({
      account: '123456789012',
      secrets,
      chromium: 'compressed',
      memoryMb: { api: 1_024, browser: 3_008 },
      runbookUrl: null,
    });
  });
});
