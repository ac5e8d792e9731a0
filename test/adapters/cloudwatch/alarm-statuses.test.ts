import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { cloudWatchStatuses } from '../../../lib/adapters/cloudwatch/alarm-statuses.ts';
import { planOf } from '../../core/alarms/journey-plan.ts';
import { type AwsEndpoint, awsEndpoint } from '../../support/aws-endpoint.ts';

const SINCE_MS = Date.UTC(2026, 10, 22, 16, 45);
const PLAN = planOf({
  name: 'checkout',
  budgets: [{ metric: 'lcp', statistic: 'p75', max: 2_500 }],
});
const FRAME = { stage: 'prod', runbookUrl: 'https://example.com/runbook' };

let endpoint: AwsEndpoint;
let client: CloudWatchClient;

beforeEach(async () => {
  endpoint = await awsEndpoint();
  client = new CloudWatchClient({
    region: 'eu-west-1',
    endpoint: endpoint.origin,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

describe('cloudWatchStatuses()', () => {
  it("asks for the stage's alarms of the journey by name, and returns the state of each and its start", async () => {
    endpoint.accept = () => ({
      MetricAlarms: [
        {
          AlarmName: 'waywiser-prod-checkout-silent',
          StateValue: 'OK',
          StateUpdatedTimestamp: SINCE_MS / 1_000 + 60,
        },
        {
          AlarmName: 'waywiser-prod-checkout-down',
          StateValue: 'ALARM',
          StateUpdatedTimestamp: SINCE_MS / 1_000 + 60,
          StateTransitionedTimestamp: SINCE_MS / 1_000,
        },
        { AlarmName: 'waywiser-prod-checkout-budget-p75-lcp', StateValue: 'INSUFFICIENT_DATA' },
      ],
    });

    const statuses = await cloudWatchStatuses({ client, ...FRAME }).statusesOf(PLAN);

    expect(endpoint.inputsOf('DescribeAlarms')).toEqual([
      {
        AlarmNames: [
          'waywiser-prod-checkout-down',
          'waywiser-prod-checkout-silent',
          'waywiser-prod-checkout-blind',
          'waywiser-prod-checkout-budget-p75-lcp',
        ],
        AlarmTypes: ['MetricAlarm'],
        MaxRecords: 100,
      },
    ]);
    // In the order of the product; the one that is not deployed is left out.
    expect(statuses).toEqual([
      {
        label: 'down',
        state: 'ALARM',
        sinceMs: SINCE_MS,
        runbookUrl: 'https://example.com/runbook#down',
      },
      {
        label: 'silent',
        state: 'OK',
        sinceMs: null,
        runbookUrl: 'https://example.com/runbook#silent',
      },
      {
        label: 'budget p75 lcp',
        state: 'INSUFFICIENT_DATA',
        sinceMs: null,
        runbookUrl: 'https://example.com/runbook#budget',
      },
    ]);
  });

  it('names the missing permission when access is denied', async () => {
    endpoint.refuse = () => ({ status: 403, type: 'AccessDenied' });

    const asked = cloudWatchStatuses({ client, ...FRAME }).statusesOf(PLAN);

    await expect(asked).rejects.toThrow(
      'Cannot read the alarms of journey "checkout" from CloudWatch: refused by the test; expected credentials that allow cloudwatch:DescribeAlarms',
    );
  });
});
