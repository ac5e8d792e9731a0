import * as check from '../checks.ts';
import { fieldsOf, type Json, listOf, textOf } from '../json.ts';
import type { Attempt, ResourceKind } from '../resource-kind.ts';
import { arn } from './arns.ts';

const { optional, required, whole, text, flag, list, fields } = check;

const KEY = fields({
  AttributeName: required(text({ min: 1, max: 255 })),
  KeyType: required(text({ oneOf: ['HASH', 'RANGE'] })),
});

/**
 * A table. Its key cannot change, and while it is protected it cannot be deleted, also not by a
 * rollback. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html
 */
export const TABLE: ResourceKind = {
  type: 'AWS::DynamoDB::Table',
  properties: {
    TableName: optional(text({ pattern: /^[\w.-]{3,255}$/ })),
    AttributeDefinitions: required(
      list(
        fields({
          AttributeName: required(text({ min: 1, max: 255 })),
          AttributeType: required(text({ oneOf: ['S', 'N', 'B'] })),
        }),
      ),
    ),
    KeySchema: required(list(KEY, { min: 1, max: 2 })),
    BillingMode: optional(text({ oneOf: ['PAY_PER_REQUEST'] })),
    DeletionProtectionEnabled: optional(flag),
    PointInTimeRecoverySpecification: optional(
      fields({
        PointInTimeRecoveryEnabled: required(flag),
        RecoveryPeriodInDays: optional(whole(1, 35)),
      }),
    ),
    SSESpecification: optional(fields({ SSEEnabled: required(flag) })),
    TimeToLiveSpecification: optional(
      fields({ AttributeName: required(text({ min: 1, max: 255 })), Enabled: required(flag) }),
    ),
    Tags: optional(check.tags),
  },
  replacedBy: ['TableName', 'KeySchema', 'ImportSourceSpecification'],
  scope: 'region',
  nameProperty: 'TableName',
  isImportable: true,
  identity: ({ name, region, accountId }) => ({
    ref: name,
    attributes: { Arn: arn('dynamodb', { region, accountId }, `table/${name}`) },
  }),
  validate: keysAreDefined,
  mayDelete: ({ name, properties }) => {
    check.demand(
      properties['DeletionProtectionEnabled'] !== true,
      `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first. (table/${name})`,
    );
  },
};

function keysAreDefined({ properties }: Attempt): void {
  const keys = attributeNames(properties['KeySchema']);
  const defined = attributeNames(properties['AttributeDefinitions']);
  check.demand(
    keys.join(' ') === defined.join(' '),
    'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
  );
}

function attributeNames(value: Json | undefined): readonly string[] {
  return listOf(value)
    .map((each) => textOf(fieldsOf(each)['AttributeName']))
    .toSorted();
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1_096, 1_827, 2_192, 2_557, 2_922,
  3_288, 3_653,
];

export const LOG_GROUP: ResourceKind = {
  type: 'AWS::Logs::LogGroup',
  properties: {
    LogGroupName: optional(text({ pattern: /^(?!aws\/)[\w./#-]{1,512}$/ })),
    RetentionInDays: optional((value, path) => {
      check.demand(
        typeof value === 'number' && RETENTION_DAYS.includes(value),
        `${path} ${JSON.stringify(value)} is not one of ${RETENTION_DAYS.join(', ')}`,
      );
    }),
    Tags: optional(check.tags),
  },
  replacedBy: ['LogGroupName'],
  scope: 'region',
  nameProperty: 'LogGroupName',
  isImportable: true,
  identity: ({ name, region, accountId }) => ({
    ref: name,
    attributes: { Arn: arn('logs', { region, accountId }, `log-group:${name}:*`) },
  }),
};

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
const PARAMETER_BYTES = { Standard: 4_096, Advanced: 8_192, 'Intelligent-Tiering': 8_192 } as const;

export const PARAMETER: ResourceKind = {
  type: 'AWS::SSM::Parameter',
  properties: {
    Name: optional(text({ pattern: /^(?!\/?(?:aws|ssm))[\w./-]{1,1011}$/i })),
    Description: optional(text({ max: 1_024 })),
    Type: required(text({ oneOf: ['String', 'StringList'] })),
    Value: required(text({ min: 1 })),
    Tier: optional(text({ oneOf: Object.keys(PARAMETER_BYTES) })),
    // A map, where other resources have a list.
    Tags: optional(check.record(text({ max: 256 }))),
  },
  replacedBy: ['Name'],
  scope: 'region',
  nameProperty: 'Name',
  identity: ({ name, properties }) => ({
    ref: name,
    attributes: { Type: textOf(properties['Type']), Value: textOf(properties['Value']) },
  }),
  validate: ({ properties }) => {
    const { Tier: tier = 'Standard', Value: value } = properties;
    const max = tier === 'Standard' ? PARAMETER_BYTES.Standard : PARAMETER_BYTES.Advanced;
    const bytes = Buffer.byteLength(textOf(value));
    check.demand(
      bytes <= max,
      `the value has ${bytes} bytes; ${JSON.stringify(tier)} takes ${max}`,
    );
  },
};

export const KEY_OF_KMS: ResourceKind = {
  type: 'AWS::KMS::Key',
  properties: {
    Description: optional(text({ max: 8_192 })),
    EnableKeyRotation: optional(flag),
    Enabled: optional(flag),
    KeyPolicy: required(check.policyDocument),
    PendingWindowInDays: optional(whole(7, 30)),
    Tags: optional(check.tags),
  },
  replacedBy: ['KeySpec', 'KeyUsage', 'Origin', 'MultiRegion'],
  scope: 'region',
  nameProperty: null,
  identity: ({ uniqueId, region, accountId }) => ({
    ref: uniqueId,
    attributes: { Arn: arn('kms', { region, accountId }, `key/${uniqueId}`), KeyId: uniqueId },
  }),
  validate: ({ properties }) => {
    // https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
    const bytes = Buffer.byteLength(JSON.stringify(properties['KeyPolicy']));
    check.demand(bytes <= 32_768, `the key policy has ${bytes} bytes; at most 32768`);
  },
};

/** A resource that is nothing, for stacks that would be empty. */
export const WAIT_CONDITION_HANDLE: ResourceKind = {
  type: 'AWS::CloudFormation::WaitConditionHandle',
  properties: {},
  replacedBy: [],
  scope: 'region',
  nameProperty: null,
  identity: ({ uniqueId, region }) => ({
    ref: `https://cloudformation-waitcondition-${region}.s3.amazonaws.com/${uniqueId}`,
    attributes: {},
  }),
};
