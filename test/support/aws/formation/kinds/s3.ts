import * as check from '../checks.ts';
import { fieldsOf, textOf } from '../json.ts';
import type { ResourceKind } from '../resource-kind.ts';

const { optional, required, whole, text, flag, list, fields } = check;

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html; without dots, which
 * break certificates.
 */
const BUCKET_NAME =
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(?:-s3alias|--ol-s3|--x-s3)$)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html */
const LIFECYCLE_RULE = fields({
  Id: optional(text({ max: 255 })),
  Status: required(text({ oneOf: ['Enabled', 'Disabled'] })),
  Prefix: optional(text()),
  ExpirationInDays: optional(whole(1, 2_147_483_647)),
  NoncurrentVersionExpiration: optional(
    fields({ NoncurrentDays: required(whole(1, 2_147_483_647)) }),
  ),
  AbortIncompleteMultipartUpload: optional(
    fields({ DaysAfterInitiation: required(whole(1, 2_147_483_647)) }),
  ),
});

/** Names are unique in the world; a bucket with objects is not deleted. */
export const BUCKET: ResourceKind = {
  type: 'AWS::S3::Bucket',
  properties: {
    BucketName: optional(text({ pattern: BUCKET_NAME })),
    BucketEncryption: optional(
      fields({
        ServerSideEncryptionConfiguration: required(
          list(
            fields({
              ServerSideEncryptionByDefault: required(
                fields({ SSEAlgorithm: required(text({ oneOf: ['AES256', 'aws:kms'] })) }),
              ),
            }),
            { min: 1, max: 1 },
          ),
        ),
      }),
    ),
    LifecycleConfiguration: optional(
      fields({ Rules: required(list(LIFECYCLE_RULE, { min: 1, max: 1_000 })) }),
    ),
    OwnershipControls: optional(
      fields({
        Rules: required(
          list(fields({ ObjectOwnership: required(text({ oneOf: ['BucketOwnerEnforced'] })) })),
        ),
      }),
    ),
    PublicAccessBlockConfiguration: optional(check.record(flag)),
    VersioningConfiguration: optional(
      fields({ Status: required(text({ oneOf: ['Enabled', 'Suspended'] })) }),
    ),
    Tags: optional(check.tags),
  },
  replacedBy: ['BucketName', 'BucketNamePrefix', 'BucketNamespace'],
  scope: 'global',
  nameProperty: 'BucketName',
  isImportable: true,
  identity: ({ name, region }) => ({
    ref: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    },
  }),
  validate: ({ properties }) => {
    const rules = fieldsOf(properties['LifecycleConfiguration'])['Rules'];
    const ids = Array.isArray(rules) ? rules.map((each) => fieldsOf(each)['Id']) : [];
    check.demand(new Set(ids).size === ids.length, 'Rule ID must be unique');
  },
  mayDelete: ({ name, objects }) => {
    check.demand(objects === 0, `The bucket ${name} you tried to delete is not empty`);
  },
};

/** One policy per bucket: a second one already exists. */
export const BUCKET_POLICY: ResourceKind = {
  type: 'AWS::S3::BucketPolicy',
  properties: {
    Bucket: required(text()),
    PolicyDocument: required(check.policyDocument),
  },
  replacedBy: ['Bucket'],
  scope: 'global',
  nameProperty: null,
  name: ({ Bucket: bucket }) => textOf(bucket),
  identity: ({ name }) => ({ ref: name, attributes: {} }),
  validate: ({ properties, world }) => {
    const bucket = textOf(properties['Bucket']);
    const found = world.find('AWS::S3::Bucket', null, bucket);
    check.demand(found !== null, `The specified bucket ${bucket} does not exist`);
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
    const size = Buffer.byteLength(JSON.stringify(properties['PolicyDocument']));
    check.demand(size <= 20_480, `the policy has ${size} bytes; at most 20480`);
  },
};
