import { targetsOutOfReach } from '../../../lib/core/deploy/targets-out-of-reach.ts';
import { describeTargetOutOfReach } from '../../../lib/report/format/describe-target-out-of-reach.ts';
import { planOf } from '../alarms/journey-plan.ts';

const { deploy } = planOf();
const VPC = { 'eu-west-1': { vpcId: 'vpc-1', subnetIds: ['subnet-1'], securityGroupIds: [] } };

function kindOf(baseUrl: string, vpc: typeof deploy.vpc = null): string | null {
  const plan = planOf({ baseUrl, deploy: { ...deploy, vpc } });

  return targetsOutOfReach([plan])[0]?.kind ?? null;
}

describe('targetsOutOfReach()', () => {
  test.each([
    'http://127.0.0.1:4173/shop',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0.0.0.0:8080',
    'https://localhost',
    'https://LOCALHOST.:8443/',
    'http://shop.localhost:3000',
    'http://[::1]:3000',
    'http://[::]/',
    'http://169.254.169.254/',
    'http://[fe80::1]/',
  ])('%s is the function itself, in a VPC as well', (url) => {
    expect(kindOf(url)).toBe('own');
    expect(kindOf(url, VPC)).toBe('own');
  });

  test.each([
    'http://10.0.0.7/',
    'http://172.16.0.1/',
    'https://172.31.255.1/',
    'http://192.168.1.20:8080/',
    'http://[fd00::7]/',
    'http://[fc00::7]/',
  ])('%s needs a VPC', (url) => {
    expect(kindOf(url)).toBe('private');
    expect(kindOf(url, VPC)).toBeNull();
  });

  test.each([
    'https://shop.example/',
    'https://10.example.com/',
    'https://127.0.0.1.nip.io/',
    'https://localhost.example.com/',
    'https://notlocalhost/',
    'https://172.15.0.1/',
    'https://172.32.0.1/',
    'https://11.0.0.1/',
    'https://192.169.0.1/',
    'https://[2001:db8::1]/',
    'https://fd00.example/',
  ])('%s can be reached', (url) => {
    expect(kindOf(url)).toBeNull();
  });

  test('names the journeys of each address, and not those without a base URL', () => {
    const plans = ['a', 'b', 'c', 'd', 'e'].map((name) =>
      planOf({ name, baseUrl: 'http://localhost:1/path' }),
    );
    const found = targetsOutOfReach([...plans, planOf({ name: 'f', baseUrl: null })]);

    expect(found).toEqual([
      { origin: 'http://localhost:1', kind: 'own', journeys: ['a', 'b', 'c', 'd', 'e'] },
    ]);
    expect(found.map(describeTargetOutOfReach)).toEqual([
      'Runs in AWS cannot reach http://localhost:1, the base URL of "a", "b", "c" and 2 other journeys: that is the function itself, where nothing listens, and every run will fail; expected the site\'s own address in baseUrls of waywiser.config.ts',
    ]);
  });

  test('says what else helps where the address is private', () => {
    const plans = ['a', 'b'].map((name) => planOf({ name, baseUrl: 'http://10.0.0.7' }));

    expect(targetsOutOfReach(plans).map(describeTargetOutOfReach)).toEqual([
      expect.stringMatching(/base URL of "a" and "b": .* `isolated: true` and the `vpc`/),
    ]);
  });
});
