import type { JourneyPlan } from '../../../lib/core/journey/plan.ts';
import { readSenderParameter } from '../../../lib/core/deploy/sender-parameters.ts';
import { type SenderRole, senderProblem } from '../../../lib/core/recorder/senders.ts';
import { planOf } from '../../core/alarms/journey-plan.ts';
import { apiPlan, onlyRegion, stacksOf, workshop } from './support/deployment-of.ts';
import { roleMay } from './support/policy-simulation.ts';
import { type ResolvedResource, resolvedResources } from './support/resolved-template.ts';

const PLACE = 'eu-west-1:123456789012';
const BUCKET = 'arn:aws:s3:::waywiser-prod-evidence-123456789012-eu-west-1';

/** Two journeys of shared runners and two isolated ones, and the id of each role in the template. */
const HOMES = [
  { journey: 'health', function: 'api-runner', role: 'ApiRunner' },
  { journey: 'checkout', function: 'browser-runner', role: 'BrowserRunner' },
  { journey: 'alone', function: 'alone', role: 'Ofalone' },
  { journey: 'apart', function: 'apart', role: 'Ofapart' },
] as const;

const isolated = { isolated: true, memoryMb: null, architecture: null, vpc: null };
const shop = workshop();
const region = onlyRegion(
  stacksOf(
    shop.deployment(
      [
        apiPlan({ secrets: ['health'] }),
        planOf({ name: 'checkout', regions: ['eu-west-1'], secrets: ['checkout'] }),
        apiPlan({ name: 'alone', secrets: ['alone'], deploy: isolated }),
        planOf({
          name: 'apart',
          regions: ['eu-west-1'],
          secrets: ['apart'],
          deploy: isolated,
        }),
      ],
      { secrets: Object.fromEntries(HOMES.map(({ journey }) => [journey, secretOf(journey)])) },
    ),
  ),
);
const resources = resolvedResources(region);

afterAll(() => shop.remove());

function secretOf(journey: JourneyPlan['name']): string {
  return `arn:aws:secretsmanager:${PLACE}:secret:${journey}-AbCdEf`;
}

function roleOf(id: string, duty: '(Runner)?Role' | 'Schedules'): ResolvedResource {
  const found = resources.filter(
    (each) =>
      each.type === 'AWS::IAM::Role' && new RegExp(`^${id}${duty}[0-9A-F]{8}$`).test(each.id),
  );
  const [role] = found;
  if (role === undefined || found.length > 1) throw new RangeError(`expected one role of ${id}`);

  return role;
}

/** What belongs to one function, and what may be done with it. */
function belongings(home: (typeof HOMES)[number]): readonly (readonly [string, string])[] {
  const name = `waywiser-prod-${home.function}`;

  return [
    ['s3:PutObject', `${BUCKET}/evidence/${home.function}/${home.journey}-x/trace.zip`],
    ['secretsmanager:GetSecretValue', secretOf(home.journey)],
    ['logs:PutLogEvents', `arn:aws:logs:${PLACE}:log-group:/aws/lambda/${name}:log-stream:x`],
    ['logs:CreateLogStream', `arn:aws:logs:${PLACE}:log-group:/aws/lambda/${name}:log-stream:x`],
  ];
}

/** What no runner may do, of any team. */
const FORBIDDEN: readonly (readonly [string, string])[] = [
  ...['s3:GetObject', 's3:DeleteObject', 's3:PutObjectAcl'].flatMap((action) =>
    HOMES.map((home): [string, string] => [action, `${BUCKET}/evidence/${home.function}/x`]),
  ),
  ['s3:PutObject', `${BUCKET}/evidence/x`],
  ['s3:PutObject', `${BUCKET}/other`],
  ['s3:ListBucket', BUCKET],
  ...['ReceiveMessage', 'DeleteMessage', 'PurgeQueue', 'ChangeMessageVisibility'].map(
    (name): [string, string] => [`sqs:${name}`, `arn:aws:sqs:${PLACE}:waywiser-prod-records`],
  ),
  ['sqs:SendMessage', `arn:aws:sqs:${PLACE}:waywiser-prod-unreadable`],
  ['dynamodb:PutItem', `arn:aws:dynamodb:${PLACE}:table/waywiser-prod`],
  ['cloudwatch:PutMetricData', '*'],
  ['ssm:PutParameter', `arn:aws:ssm:${PLACE}:parameter/waywiser/prod/senders/shared`],
  ['ssm:GetParameters', `arn:aws:ssm:${PLACE}:parameter/waywiser/prod/senders/shared`],
  ['sts:AssumeRole', '*'],
  ['iam:PassRole', '*'],
  ...HOMES.map((home): [string, string] => [
    'lambda:InvokeFunction',
    `arn:aws:lambda:${PLACE}:function:waywiser-prod-${home.function}:live`,
  ]),
];

describe('the role of a runner', () => {
  test.each(HOMES)('of $journey reaches its own belongings and none of others', (home) => {
    const role = roleOf(home.role, '(Runner)?Role');

    const reached = HOMES.flatMap((other) =>
      belongings(other)
        .filter(([action, resource]) => roleMay(role, action, resource))
        .map(([action]) => `${action} of ${other.journey}`),
    );

    expect(reached).toEqual(belongings(home).map(([action]) => `${action} of ${home.journey}`));
  });

  test.each(HOMES)('of $journey can send to the queue, and nothing else', ({ role: id }) => {
    const role = roleOf(id, '(Runner)?Role');
    const queue = `arn:aws:sqs:${PLACE}:waywiser-prod-records`;

    expect(roleMay(role, 'sqs:SendMessage', queue)).toBe(true);
    expect(FORBIDDEN.filter(([action, resource]) => roleMay(role, action, resource))).toEqual([]);
  });
});

describe('the parameters of senders', () => {
  const parameters = resources.filter(({ type }) => type === 'AWS::SSM::Parameter');
  const byId = new Map<string, SenderRole>(
    parameters.flatMap(({ properties }) =>
      readSenderParameter(String(properties['Name']), String(properties['Value']), null),
    ),
  );

  test('let each role report its own journeys, and no others', () => {
    const roles = {
      byId,
      shared: new Map([['health', 'api'] as const, ['checkout', 'browser'] as const]),
    };
    const duties = [
      ['(Runner)?Role', 'runner'],
      ['Schedules', 'scheduler'],
    ] as const;

    const matrix = duties.flatMap(([name, duty]) =>
      HOMES.map((home) => {
        const senderId = `AROA-${roleOf(home.role, name).id}:session`;
        const heard = HOMES.filter(
          ({ journey }) => senderProblem({ senderId, duty, journey, slotMs: null }, roles) === null,
        );

        return [duty, home.journey, heard.map(({ journey }) => journey)];
      }),
    );

    expect(matrix).toEqual(
      duties.flatMap(([, duty]) => HOMES.map(({ journey }) => [duty, journey, [journey]])),
    );
    expect(byId.size).toBe(2 * HOMES.length);
  });

  test('are named in the environment of the recorder, which may read them, and exist before it', () => {
    const names = parameters.map(({ properties }) => String(properties['Name']));
    const recorder = resources.find(
      ({ properties }) => properties['FunctionName'] === 'waywiser-prod-recorder',
    );
    const role = resources.find(({ id }) => /^RecorderRole[0-9A-F]{8}$/.test(id));
    if (role === undefined) throw new RangeError('expected the role of the recorder');

    expect(recorder?.properties['Environment']).toMatchObject({
      Variables: { WAYWISER_SENDERS: names.toSorted().toReversed().join(',') },
    });
    for (const name of names) {
      expect(roleMay(role, 'ssm:GetParameters', `arn:aws:ssm:${PLACE}:parameter${name}`)).toBe(
        true,
      );
    }
  });
});
