import { Unmodelled } from '../../support/aws/formation/failures.ts';
import type { Fields } from '../../support/aws/formation/json.ts';
import { deploy, newAccount, QUEUE, queue, resource } from './stack-of.ts';

/** A template that is refused, and why. */
interface Refused {
  readonly resources: Fields;
  readonly sections?: Fields;
  readonly reason: RegExp;
}

function many(count: number, prefix: string, value: Fields): Fields {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${prefix}${index}`, value]),
  );
}

function parameter(value: unknown) {
  return resource('SSM::Parameter', {
    Name: 'answer',
    Type: 'String',
    Value: JSON.parse(JSON.stringify(value)),
  });
}

function valueIn(account: ReturnType<typeof newAccount>): unknown {
  return account.find('AWS::SSM::Parameter', 'eu-west-1', 'answer')?.properties['Value'];
}

describe('functions of templates', () => {
  it.each([
    ['Ref', { Ref: 'Queue' }, 'https://sqs.eu-west-1.amazonaws.com/123456789012/records'],
    [
      'Fn::GetAtt',
      { 'Fn::GetAtt': ['Queue', 'Arn'] },
      'arn:aws:sqs:eu-west-1:123456789012:records',
    ],
    ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Queue.QueueName' }, 'records'],
    ['a pseudo parameter', { Ref: 'AWS::Region' }, 'eu-west-1'],
    ['a parameter', { Ref: 'Stage' }, 'prod'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Stage' }]] }, 'a-prod'],
    [
      'Fn::Sub',
      { 'Fn::Sub': '${Stage}:${Queue.Arn}:${!Kept}' },
      'prod:arn:aws:sqs:eu-west-1:123456789012:records:${Kept}',
    ],
    [
      'Fn::Sub with values',
      { 'Fn::Sub': ['${own}-${Stage}', { own: { Ref: 'AWS::StackName' } }] },
      'shop-prod',
    ],
    ['Fn::Select', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    ['Fn::If, true', { 'Fn::If': ['IsProd', 'yes', 'no'] }, 'yes'],
    ['Fn::If, false', { 'Fn::If': ['IsNot', 'yes', 'no'] }, 'no'],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, '512'],
    ['Fn::Base64', { 'Fn::Base64': 'abc' }, 'YWJj'],
  ])('deployStack() resolves %s', (_name, written, expected) => {
    const account = newAccount();

    const { outcome } = deploy(
      account,
      { Value: parameter(written), Queue: QUEUE },
      {
        sections: {
          Parameters: { Stage: { Type: 'String', Default: 'prod' } },
          Conditions: {
            IsProd: { 'Fn::And': [{ 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] }] },
            IsNot: { 'Fn::Not': [{ 'Fn::Or': [{ Condition: 'IsProd' }] }] },
          },
          Mappings: { Sizes: { prod: { memory: '512' } } },
        },
      },
    );

    expect(outcome).toBe('created');
    expect(valueIn(account)).toBe(expected);
  });

  it('deployStack() leaves out AWS::NoValue, and resources whose condition is false', () => {
    const account = newAccount();

    const { outcome } = deploy(
      account,
      {
        Value: resource('SSM::Parameter', {
          Name: 'answer',
          Type: 'String',
          Value: 'a',
          Tier: { Ref: 'AWS::NoValue' },
        }),
        Queue: { ...QUEUE, Condition: 'Never' },
      },
      { sections: { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } } },
    );

    expect(outcome).toBe('created');
    expect(account.find('AWS::SSM::Parameter', 'eu-west-1', 'answer')?.properties).toEqual({
      Name: 'answer',
      Type: 'String',
      Value: 'a',
    });
    expect(account.resources('AWS::SQS::Queue')).toEqual([]);
  });

  it('deployStack() creates in the order of references and of DependsOn', () => {
    const account = newAccount();

    const { events } = deploy(account, {
      Third: { ...parameter({ Ref: 'Second' }), DependsOn: 'First' },
      Second: QUEUE,
      First: { ...resource('SQS::Queue', { QueueName: 'first' }), DependsOn: ['Second'] },
    });

    expect(events.map(({ logicalId }) => logicalId)).toEqual(['Second', 'First', 'Third']);
  });
});

describe('what CloudFormation refuses before it begins', () => {
  it.each<readonly [string, Refused]>([
    [
      'a circle',
      {
        resources: { A: queue('a', { DependsOn: 'B' }), B: queue('b', { DependsOn: 'A' }) },
        reason: /Circular dependency/,
      },
    ],
    [
      'a reference to nothing',
      {
        resources: { A: parameter({ Ref: 'Nothing' }) },
        reason: /Unresolved resource dependencies \[Nothing\]/,
      },
    ],
    [
      'a dependency on nothing',
      {
        resources: { A: queue('a', { DependsOn: 'Nothing' }) },
        reason: /Unresolved resource dependencies \[Nothing\]/,
      },
    ],
    ['no resources', { resources: {}, reason: /at least one/ }],
    [
      '501 resources',
      { resources: many(501, 'Q', resource('SQS::Queue')), reason: /501 resources/ },
    ],
    [
      '1 MB',
      { resources: { A: parameter('x'.repeat(1_000_000)) }, reason: /bytes; at most 1000000/ },
    ],
    [
      '201 outputs',
      {
        resources: { A: QUEUE },
        sections: { Outputs: many(201, 'O', { Value: 'a' }) },
        reason: /201 outputs/,
      },
    ],
    [
      '201 parameters',
      {
        resources: { A: QUEUE },
        sections: { Parameters: many(201, 'P', { Type: 'String', Default: 'a' }) },
        reason: /201 parameters/,
      },
    ],
    [
      'a long description',
      {
        resources: { A: QUEUE },
        sections: { Description: 'x'.repeat(1_025) },
        reason: /description/,
      },
    ],
    ['a logical id with a dash', { resources: { 'A-B': QUEUE }, reason: /not alphanumeric/ }],
    [
      'a parameter without a value',
      {
        resources: { A: QUEUE },
        sections: { Parameters: { P: { Type: 'String' } } },
        reason: /must have values/,
      },
    ],
    [
      'a value that is not allowed',
      {
        resources: { A: QUEUE },
        sections: { Parameters: { P: { Type: 'String', Default: 'a', AllowedValues: ['b'] } } },
        reason: /must be one of/,
      },
    ],
    [
      'a region without bootstrap',
      {
        resources: { A: QUEUE },
        sections: {
          Parameters: { P: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/nothing' } },
        },
        reason: /bootstrapped/,
      },
    ],
    [
      'a rule that does not hold',
      {
        resources: { A: QUEUE },
        sections: {
          Rules: {
            R: {
              Assertions: [
                { Assert: { 'Fn::Contains': [['a'], 'b'] }, AssertDescription: 'too old' },
              ],
            },
          },
        },
        reason: /too old/,
      },
    ],
    [
      'RetainExceptOnCreate as UpdateReplacePolicy',
      {
        resources: { A: queue('a', { UpdateReplacePolicy: 'RetainExceptOnCreate' }) },
        reason: /is no UpdateReplacePolicy/,
      },
    ],
    [
      'a long name of a parameter',
      {
        resources: { A: QUEUE },
        sections: { Parameters: { ['P'.repeat(256)]: { Type: 'String', Default: 'a' } } },
        reason: /is too long/,
      },
    ],
  ])('deployStack() refuses %s', (_name, { resources, sections = {}, reason }) => {
    const account = newAccount();

    const result = deploy(account, resources, { sections });

    expect(result.outcome).toBe('refused');
    expect(result.reason).toMatch(reason);
    expect(account.stacks()).toEqual([]);
  });

  it('deployStack() refuses a name of a stack, and a resource that changes its type', () => {
    const account = newAccount();
    deploy(account, { A: QUEUE });

    expect(deploy(account, { A: QUEUE }, { name: '2nd' }).reason).toMatch(/stackName/);
    expect(deploy(account, { A: parameter('a') }).reason).toMatch(/type is not permitted/);
  });
});

describe('what the model does not know', () => {
  it.each([
    ['a type', { A: resource('EC2::VPC') }, {}],
    ['a property', { A: resource('SQS::Queue', { ContentBasedDeduplication: true }) }, {}],
    [
      'an inner property',
      { A: resource('S3::Bucket', { VersioningConfiguration: { MFA: true } }) },
      {},
    ],
    ['a function', { A: parameter({ 'Fn::Cidr': ['10.0.0.0/16', 1, 1] }) }, {}],
    ['a section', { A: QUEUE }, { Transform: 'AWS::Serverless-2016-10-31' }],
    ['a policy', { A: { ...QUEUE, DeletionPolicy: 'Snapshot' } }, {}],
    ['a key of a resource', { A: { ...QUEUE, CreationPolicy: {} } }, {}],
  ])('deployStack() throws for %s', (_name, resources, sections) => {
    expect(() => deploy(newAccount(), resources, { sections })).toThrow(Unmodelled);
  });
});
