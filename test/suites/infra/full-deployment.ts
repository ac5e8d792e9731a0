import type { Deployment } from '../../../lib/infra/deployment.ts';
import { planOf } from '../../core/alarms/journey-plan.ts';
import { apiPlan, type Workshop } from '../../integration/infra/support/deployment-of.ts';

const REGIONS = ['eu-west-1', 'us-east-1'];

/** A stage with one of everything: kinds, isolation, networks, secrets, mails, webhooks, maintenance. */
export function fullDeployment(shop: Workshop): Deployment {
  return shop.deployment(
    [
      apiPlan({ regions: REGIONS, secrets: ['shop/user', 'shop/key'] }),
      apiPlan({ name: 'odd', schedule: { kind: 'rate', everyMinutes: 45 } }),
      planOf({
        regions: REGIONS,
        alarm: { failingRegions: 2, datapoints: [2, 3], driftPercent: 5, daysToBudget: 30 },
      }),
      apiPlan({
        name: 'alone',
        tags: { team: 'checkout' },
        deploy: {
          isolated: true,
          memoryMb: 512,
          architecture: 'x86_64',
          vpc: {
            'eu-west-1': {
              subnetIds: ['subnet-0a1b2c3d4e5f60718'],
              securityGroupIds: ['sg-0a1b2c3d4e5f60718'],
            },
          },
        },
      }),
      planOf({
        name: 'alone-browser',
        regions: ['eu-west-1'],
        alarm: { failingRegions: 1, datapoints: [2, 3] },
        deploy: { isolated: true, memoryMb: 3_008, architecture: null, vpc: null },
      }),
    ],
    {
      notify: {
        emails: ['ops@shop.example'],
        webhooks: [
          {
            kind: 'slack',
            secret: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:chat/hook-AbCdEf',
          },
          { kind: 'pagerduty', secret: 'arn:aws:ssm:eu-west-1:123456789012:parameter/on-call' },
        ],
      },
      secrets: {
        'shop/user': 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/user',
        'shop/key': 'arn:aws:ssm:eu-west-1:123456789012:parameter/shop/key',
      },
      tags: { 'cost-centre': '42' },
      maintenance: [{ from: '2027-01-01T22:00:00Z', to: '2027-01-01T23:00:00Z' }],
    },
  );
}
