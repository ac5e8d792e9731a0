import {
  type CloudFormationEndpoint,
  cloudFormationEndpoint,
  type EndpointStack,
} from '../../../support/cloudformation-endpoint.ts';
import { typed } from '../../../support/command-line.ts';
import { projectDir } from '../../../support/project-dir.ts';

const FILES = {
  'journeys/shop.journey.ts': `import { apiJourney, every } from 'waywiser';
export default apiJourney('shop', { schedule: every('5m'), regions: ['us-east-1'] }, () => undefined);
`,
  'waywiser.config.ts': `import { defineConfig } from 'waywiser';
export default defineConfig({ stage: 'prod', home: 'eu-west-1' });
`,
};
const TAGS = { 'waywiser:stage': 'prod' };
const OWN: readonly EndpointStack[] = [
  ...['home', 'alarms-0', 'alarms-1', 'alarms-2', 'alarms-3'].map((part) => [part, 'eu-west-1']),
  ['us-east-1', 'us-east-1'],
].map(([part = '', region = '']) => ({ name: `waywiser-prod-${part}`, region, tags: TAGS }));
const ORPHAN = { name: 'waywiser-prod-ap-south-1', region: 'ap-south-1', tags: TAGS };
const OTHERS: readonly EndpointStack[] = [
  { name: 'waywiser-test-home', region: 'eu-west-1', tags: { 'waywiser:stage': 'test' } },
  { name: 'waywiser-prod-home-Nested', region: 'eu-west-1', tags: TAGS, isNested: true },
  { name: 'CDKToolkit', region: 'us-east-1', tags: {} },
];

let aws: CloudFormationEndpoint;
let cwd: string;

beforeAll(async () => {
  aws = await cloudFormationEndpoint();
  cwd = projectDir(FILES);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.origin,
    AWS_ACCESS_KEY_ID: 'AKIDTEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
});

beforeEach(() => {
  aws.stacks = [...OWN, ORPHAN, ...OTHERS];
  aws.refusals = {};
  aws.deletions.length = 0;
});

afterAll(async () => {
  await aws.close();
});

describe('waywiser prune', () => {
  it('waywiser prune shows what the project does not have any more, and deletes nothing', async () => {
    const { code, out, err } = await typed(['prune'], { cwd });

    expect([code, err, aws.deletions]).toEqual([0, '', []]);
    expect(out).toBe(`Stage prod: the project does not have 1 stack of those that are deployed:
  waywiser-prod-ap-south-1  ap-south-1  UPDATE_COMPLETE
The data stays, unless the stage was deployed with keepData=false (--delete-data deletes it, too):
  bucket waywiser-prod-evidence-123456789012-ap-south-1 in ap-south-1
Nothing was deleted: --yes deletes these stacks.
`);
  });

  it('waywiser prune --yes deletes it, and nothing else', async () => {
    const { code, err } = await typed(['prune', '--yes'], { cwd });

    expect([code, aws.deletions]).toEqual([0, ['waywiser-prod-ap-south-1']]);
    expect(err).toBe('Deleted stack waywiser-prod-ap-south-1 in ap-south-1\n');
  });

  it('waywiser prune has nothing to do where every stack is the project’s', async () => {
    aws.stacks = [...OWN, ...OTHERS];

    const { code, out } = await typed(['prune', '--yes'], { cwd });

    expect([code, out]).toEqual([0, 'Stage prod: the project has every stack that is deployed.\n']);
  });

  it('waywiser prune --region searches no other region but the home region', async () => {
    const { out } = await typed(['prune', '--region', 'us-east-1', '--json'], { cwd });

    expect(JSON.parse(out)).toEqual({
      stage: 'prod',
      stacks: [],
      removals: [],
      kept: [],
      unread: [],
    });
  });

  it('waywiser prune leaves out regions that are not enabled, and names those that are closed', async () => {
    aws.refusals = { 'me-south-1': 'UnrecognizedClientException', 'sa-east-1': 'AccessDenied' };

    const { code, err } = await typed(['prune'], { cwd });

    expect([code, err]).toEqual([
      0,
      'waywiser: Cannot read the stacks in sa-east-1: refused by the test\n',
    ]);
  });

  it.each([
    ['the home region is closed', { 'eu-west-1': 'AccessDenied' }, []],
    [
      'a region that was named is closed',
      { 'sa-east-1': 'AccessDenied' },
      ['--region', 'sa-east-1'],
    ],
    ['the credentials are invalid', { 'eu-west-1': 'InvalidClientTokenId' }, []],
  ])(
    'waywiser prune does not know, and deletes nothing, when %s',
    async (_what, refusals, args) => {
      aws.refusals = refusals;

      const { code, out } = await typed(['prune', '--yes', ...args], { cwd });

      expect([code, out, aws.deletions]).toEqual([3, '', []]);
    },
  );

  it('waywiser prune deletes nothing when a journey cannot be read', async () => {
    const broken = projectDir({ ...FILES, 'journeys/other.journey.ts': 'export default 1;' });

    const { code } = await typed(['prune', '--yes'], { cwd: broken });

    expect([code, aws.deletions]).toEqual([2, []]);
  });
});

describe('waywiser prune and destroy', () => {
  const elsewhere = projectDir({
    ...FILES,
    'waywiser.config.ts': `import { defineConfig } from 'waywiser';
export default defineConfig({ stage: 'prod', home: 'eu-west-1', account: '210987654321' });
`,
  });

  it.each(['prune', 'destroy'])(
    'waywiser %s deletes nothing in another account than that of the project',
    async (command) => {
      const { code, err } = await typed([command, '--yes'], { cwd: elsewhere });
      const deleted = [...aws.deletions];
      const named = await typed([command, '--yes', '--account', '123456789012'], {
        cwd: elsewhere,
      });

      expect([code, deleted]).toEqual([2, []]);
      expect(err).toContain(
        "Cannot delete stacks in account 123456789012: the project's account is 210987654321; expected credentials of that account, or --account 123456789012",
      );
      expect(named.code).toBe(0);
      expect(aws.deletions).toContain('waywiser-prod-ap-south-1');
    },
  );

  it.each(['prune', 'destroy'])(
    'waywiser %s deletes nothing while a region of the journeys cannot be read',
    async (command) => {
      aws.refusals = { 'us-east-1': 'AccessDenied' };

      const { code } = await typed([command, '--yes'], { cwd });

      expect([code, aws.deletions]).toEqual([3, []]);
    },
  );
});

describe('waywiser destroy', () => {
  it('waywiser destroy deletes alarms first and the home region last', async () => {
    const { code, out } = await typed(['destroy', '--yes'], { cwd });

    expect(code).toBe(0);
    expect(aws.deletions.slice(0, 4).toSorted()).toEqual(
      [0, 1, 2, 3].map((number) => `waywiser-prod-alarms-${number}`),
    );
    expect(aws.deletions.slice(4, 6).toSorted()).toEqual([
      'waywiser-prod-ap-south-1',
      'waywiser-prod-us-east-1',
    ]);
    expect(aws.deletions.slice(6)).toEqual(['waywiser-prod-home']);
    expect(out).toContain('  table waywiser-prod in eu-west-1\n');
  });

  it('waywiser destroy keeps the home region, and says why, when a region cannot be deleted', async () => {
    aws.stacks = [...OWN, { ...ORPHAN, undeletable: 'a function is in use' }];

    const { code, err, out } = await typed(['destroy', '--yes', '--json'], { cwd });

    expect([code, aws.deletions.includes('waywiser-prod-home')]).toEqual([1, false]);
    expect(err).toContain(
      'Cannot delete stack waywiser-prod-ap-south-1 in ap-south-1: DELETE_FAILED: a function is in use\n',
    );
    expect(err).toContain(
      'Kept stack waywiser-prod-home in eu-west-1: an earlier deletion failed\n',
    );
    expect(JSON.parse(out).removals).toHaveLength(7);
  });

  it('waywiser destroy shows the stacks and deletes none without --yes', async () => {
    const { code, out } = await typed(['destroy', '--stage', 'test'], { cwd });

    expect([code, aws.deletions]).toEqual([0, []]);
    expect(out).toContain('Stage test has 1 stack:\n  waywiser-test-home  eu-west-1');
  });
});
