import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type CloudFormationEndpoint,
  cloudFormationEndpoint,
} from '../../../support/cloudformation-endpoint.ts';
import { type CommandResult, typed } from '../../../support/command-line.ts';
import { projectDir } from '../../../support/project-dir.ts';

/** Stands in for the project's `cdk`: notes its arguments, writes a template, and prints a difference. */
const CDK = `const fs = require('node:fs');
const args = process.argv.slice(2);
fs.appendFileSync('calls.txt', JSON.stringify(args) + '\\n');
if (args[0] === process.env.FAILING) { console.error(args[0] + ' does not work'); process.exit(1); }
if (args[0] === 'synth') {
  const account = args.find((each) => each.startsWith('account='));
  const name = account === undefined ? { Ref: 'AWS::AccountId' } : 'evidence';
  const Resources = { Evidence: { Type: 'AWS::S3::Bucket', Properties: { BucketName: name } } };
  fs.mkdirSync('cdk.out', { recursive: true });
  fs.writeFileSync('cdk.out/waywiser-prod-eu-west-1.template.json', JSON.stringify({ Resources }));
}
if (args[0] === 'diff') console.log('Stack waywiser-prod-home\\n[+] AWS::SQS::Queue A B\\n[-] AWS::SQS::Queue C D destroy');
if (args[0] === 'deploy') console.log('deployed');
`;
const FILES = {
  'package.json': '{}',
  'journeys/shop.journey.ts': `import { apiJourney, every } from 'waywiser';
export default apiJourney('shop', { schedule: every('5m') }, () => undefined);
`,
  'waywiser.config.ts': `import { defineConfig } from 'waywiser';
export default defineConfig({ stage: 'prod', home: 'eu-west-1', notify: {} });
`,
};
const INSTALLED = {
  'node_modules/aws-cdk/package.json': '{ "name": "aws-cdk", "version": "2.0.0" }',
  'node_modules/aws-cdk/bin/cdk': CDK,
};
const DEPLOY =
  'deploy --all --app cdk.out --concurrency 4 --require-approval never --progress events';

let aws: CloudFormationEndpoint;
let cwd: string;

beforeAll(async () => {
  aws = await cloudFormationEndpoint();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.origin,
    AWS_ACCESS_KEY_ID: 'AKIDTEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
});

beforeEach(() => {
  aws.stacks = [];
  cwd = projectDir({ ...FILES, ...INSTALLED });
});

afterAll(async () => {
  await aws.close();
});

async function deploy(args: readonly string[], failing = ''): Promise<CommandResult> {
  return await typed(['deploy', ...args], { cwd, env: { FAILING: failing } });
}

/** The commands of `cdk`, in the order in which they were started. */
function calls(): readonly string[] {
  const lines = readFileSync(path.join(cwd, 'calls.txt'), 'utf8').trimEnd().split('\n');

  return lines.map((line) => {
    const words: readonly string[] = JSON.parse(line);
    return words.join(' ');
  });
}

describe('waywiser deploy', () => {
  it('waywiser deploy --dry-run shows changes, cost and leftovers, and deploys nothing', async () => {
    const tags = { 'waywiser:stage': 'prod' };
    aws.stacks = [{ name: 'waywiser-prod-ap-south-1', region: 'ap-south-1', tags }];

    const { code, out } = await deploy(['--dry-run']);

    expect(code).toBe(0);
    expect(out).toMatch(
      /^Stage prod, changes of resources:\n {2}waywiser-prod-home {2}1 added, 1 removed\nCost of a month: about \$\d+\.\d\d \(waywiser cost explains it\)\.\nThe project does not have 1 stack of those that are deployed \(waywiser prune deletes them\):\n {2}waywiser-prod-ap-south-1 {2}ap-south-1 {2}UPDATE_COMPLETE\n$/,
    );
    expect(calls()).toEqual([
      'synth --quiet --output cdk.out --context stage=prod',
      'diff --app cdk.out --no-color',
    ]);
  });

  it('waywiser deploy --yes deploys the templates that it compared, with the context of the command', async () => {
    const args = ['--yes', '--stage', 'prod', '--account', '123456789012', '--adopt'];

    const { code, err } = await deploy([...args, '--context', 'keepData=false']);

    expect([code, err]).toEqual([0, 'deployed\n']);
    expect(calls()).toEqual([
      'synth --quiet --output cdk.out --context stage=prod --context account=123456789012 --context keepData=false',
      'diff --app cdk.out --no-color --import-existing-resources',
      `${DEPLOY} --import-existing-resources`,
    ]);
  });

  it('waywiser deploy --json prints one document, and what cdk prints on standard error', async () => {
    const { code, out, err } = await deploy(['--yes', '--json']);

    expect([code, err.endsWith('deployed\n')]).toEqual([0, true]);
    expect(JSON.parse(out)).toMatchObject({
      stage: 'prod',
      deployed: true,
      changes: [{ stack: 'waywiser-prod-home', added: 1, changed: 0, removed: 1, replaced: 0 }],
      orphans: [],
    });
  });

  it('waywiser deploy refuses a base URL that functions cannot reach, before anything is made', async () => {
    cwd = projectDir({
      ...FILES,
      ...INSTALLED,
      'waywiser.config.ts': FILES['waywiser.config.ts'].replace(
        "'prod',",
        "'prod', baseUrls: { prod: 'http://localhost:3000' },",
      ),
    });

    const { code, err } = await deploy(['--yes']);

    expect(code).toBe(2);
    expect(err).toContain('Runs in AWS cannot reach http://localhost:3000, the base URL of "shop"');
    expect(existsSync(path.join(cwd, 'calls.txt'))).toBe(false);
  });

  it('waywiser deploy warns that alarms notify no one, and takes the stage from its own option only', async () => {
    cwd = projectDir({
      ...FILES,
      ...INSTALLED,
      'waywiser.config.ts': FILES['waywiser.config.ts'].replace(', notify: {}', ''),
    });

    const { err } = await deploy(['--dry-run']);
    const stages = calls().filter((call) => call.includes('stage='));
    const other = await deploy(['--yes', '--context', 'stage=test']);

    expect(err).toContain('waywiser: warning: ');
    expect(stages).toEqual([expect.stringContaining('--context stage=prod')]);
    expect([other.code, other.err]).toEqual([
      2,
      expect.stringContaining('Cannot use --context stage=test; expected --stage test'),
    ]);
  });

  it('waywiser deploy asks nothing without a terminal', async () => {
    const { code, err } = await deploy([]);

    expect([code, calls()]).toEqual([2, expect.not.arrayContaining([DEPLOY])]);
    expect(err).toContain('there is no terminal; expected --yes or --dry-run');
  });

  it('waywiser deploy --adopt refuses names that CloudFormation has to compute', async () => {
    const { code, err } = await deploy(['--yes', '--adopt']);

    expect([code, calls().length]).toEqual([2, 1]);
    expect(err).toBe(
      'waywiser: Cannot adopt "Evidence" of stack waywiser-prod-eu-west-1: its name contains the account, which is not known; expected --account, account in waywiser.config.ts, or AWS credentials\n',
    );
  });

  it.each([
    ['synth', 2, 'cdk could not make the templates'],
    ['diff', 3, 'Cannot compare with what is deployed'],
    ['deploy', 1, 'The deployment failed'],
  ])('waywiser deploy ends when cdk %s fails, with %d', async (step, expected, text) => {
    const { code, err } = await deploy(['--yes'], step);

    expect([code, calls().at(-1)?.split(' ')[0]]).toEqual([expected, step]);
    expect(err).toContain(`${step} does not work\n`);
    expect(err).toContain(text);
  });

  it('waywiser deploy says how to install cdk', async () => {
    cwd = projectDir(FILES);

    const { code, err } = await deploy(['--yes']);

    expect([code, err]).toEqual([2, expect.stringContaining('npm install --save-dev aws-cdk')]);
  });
});
