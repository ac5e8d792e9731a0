import { withoutLiteralName } from '../../../lib/core/deploy/adoptable.ts';

describe('withoutLiteralName()', () => {
  it('withoutLiteralName() finds tables and buckets whose names CloudFormation has to compute', () => {
    const template = {
      Resources: {
        Table: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'waywiser-prod' } },
        Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { Ref: 'AWS::AccountId' } } },
        Nameless: { Type: 'AWS::S3::Bucket' },
        Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'AWS::AccountId' } } },
      },
    };

    expect(withoutLiteralName(template)).toEqual(['Bucket', 'Nameless']);
    expect(withoutLiteralName({})).toEqual([]);
  });
});
