import { DOCTOR_ACTIONS } from '../../../../lib/core/doctor/actions.ts';
import { type CommandResult, waywiser } from '../../../support/command-line.ts';
import { projectDir } from '../../../support/project-dir.ts';
import {
  accessDenied,
  identityAnswer,
  type WireAccount,
  wireAccount,
  type WireAnswer,
  type WireCall,
} from '../../../support/wire-account.ts';

const JOURNEY = `import { apiJourney, every } from 'waywiser';
export default apiJourney('shop', {
  schedule: every('5m'),
  regions: ['eu-west-1', 'us-east-1'],
  secrets: ['user', 'token'],
}, () => undefined);
`;
const CONFIG = `import { defineConfig } from 'waywiser';
export default defineConfig({
  stage: 'prod',
  home: 'eu-west-1',
  account: '123456789012',
  notify: { emails: ['ops@example.org'] },
  secrets: {
    user: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:user',
    token: 'arn:aws:ssm:eu-west-1:123456789012:parameter/token',
  },
});
`;

let answer: (call: WireCall, format: 'json' | 'xml') => WireAnswer | 'hang';
let account: WireAccount;
let cwd: string;

beforeAll(async () => {
  account = await wireAccount((call, format) => answer(call, format));
  cwd = projectDir({ 'journeys/shop.journey.ts': JOURNEY, 'waywiser.config.ts': CONFIG });
});

beforeEach(() => {
  account.calls.length = 0;
});

afterAll(async () => {
  await account.close();
});

async function doctor(
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<CommandResult> {
  return waywiser(['doctor', ...args], {
    cwd,
    env: {
      AWS_ENDPOINT_URL: account.origin,
      AWS_ACCESS_KEY_ID: 'AKIDTEST',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...env,
    },
  });
}

function subscription(arn: string, address: string): string {
  return `<member><SubscriptionArn>${arn}</SubscriptionArn><Owner>123456789012</Owner><TopicArn>t</TopicArn><Protocol>email</Protocol><Endpoint>${address}</Endpoint></member>`;
}

describe('waywiser doctor', () => {
  it('names the permission of every check that is denied, and ends with exit code 3', async () => {
    answer = (call, format) =>
      call.operation === 'GetCallerIdentity'
        ? identityAnswer('123456789012')
        : accessDenied(call, format);

    const { code, out, err } = await doctor();

    expect([code, err]).toEqual([3, '']);
    const named = DOCTOR_ACTIONS.filter((action) =>
      out.includes(`needs the permission ${action} `),
    );
    // Those of what follows only from another answer: the settings of a table that exists, a role's policy.
    expect(DOCTOR_ACTIONS.filter((action) => !named.includes(action))).toEqual([
      'dynamodb:DescribeContinuousBackups',
      'dynamodb:DescribeTimeToLive',
      'dynamodb:Query',
      'iam:GetRolePolicy',
      'iam:ListRolePolicies',
      'iam:SimulatePrincipalPolicy',
      'lambda:ListEventSourceMappings',
      'scheduler:GetSchedule',
      'sqs:GetQueueAttributes',
      'sts:GetCallerIdentity',
    ]);
    expect(out).toContain('No problem found, but');
  });

  it('never asks for the value of a secret', async () => {
    answer = (call, format) =>
      call.operation === 'GetCallerIdentity'
        ? identityAnswer('123456789012')
        : accessDenied(call, format);

    await doctor();

    const read = account.calls.filter(({ operation }) =>
      /^Get(?:Secret|Parameter)/.test(operation),
    );
    expect(read.length).toBeGreaterThan(0);
    for (const { body } of read) {
      expect(JSON.parse(body)).toEqual({ Name: '/cdk-bootstrap/hnb659fds/version' });
    }
  });

  it('names the address that has not confirmed its subscription, and how to have the mail sent again', async () => {
    answer = (call, format) => {
      if (call.operation === 'GetCallerIdentity') return identityAnswer('123456789012');
      if (call.operation !== 'ListSubscriptionsByTopic') return accessDenied(call, format);
      const members = subscription('PendingConfirmation', 'ops@example.org');

      return {
        status: 200,
        body: `<ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult><Subscriptions>${members}</Subscriptions></ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>`,
      };
    };

    const { code, out } = await doctor();

    expect(code).toBe(1);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'ops@example.org has not confirmed its subscription',
    );
    expect(out).toContain(
      '$ aws sns subscribe --region eu-west-1 --topic-arn arn:aws:sns:eu-west-1:123456789012:waywiser-prod-alarms --protocol email --notification-endpoint ops@example.org',
    );
  });

  it('checks nothing but the account where it is another one', async () => {
    answer = (call, format) =>
      call.operation === 'GetCallerIdentity'
        ? identityAnswer('999999999999')
        : accessDenied(call, format);

    const { code, out } = await doctor(['--json']);

    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      stage: 'prod',
      deployed: null,
      checks: [
        {
          id: 'credentials',
          facts: [
            {
              code: 'wrong-account',
              kind: 'problem',
              text: expect.stringContaining('999999999999'),
              remedy: expect.stringContaining('AWS_PROFILE'),
            },
          ],
        },
      ],
    });
    expect(account.calls.map(({ operation }) => operation)).toEqual(['GetCallerIdentity']);
  });

  it('reports credentials that have expired, and how to get others', async () => {
    answer = () => ({
      status: 403,
      body: '<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>The security token included in the request is expired</Message></Error></ErrorResponse>',
    });

    const { code, out } = await doctor();

    expect(code).toBe(3);
    expect(out).toContain('the AWS credentials have expired');
    expect(out).toContain('$ aws sso login');
  });

  it('reports that there are no credentials', async () => {
    const none = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', HOME: cwd };

    const { code, out } = await doctor([], none);

    expect(code).toBe(3);
    expect(out).toContain('there are no AWS credentials');
  });

  it('ends with exit code 2 for a project that is not valid', async () => {
    const { code, err } = await doctor(['--stage', 'not a stage']);

    expect(code).toBe(2);
    expect(err).not.toBe('');
  });
});
