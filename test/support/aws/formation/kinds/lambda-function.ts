import * as check from '../checks.ts';
import {
  type Fields,
  fieldsOf,
  type Json,
  listOf,
  numberOf,
  optionalText,
  textOf,
} from '../json.ts';
import type { Attempt, ResourceKind } from '../resource-kind.ts';
import type { PhysicalResource, World } from '../world.ts';
import { arn } from './arns.ts';
import { assertRole } from './iam.ts';
import { assertHidden } from './sqs.ts';

const { optional, required, whole, text, list, fields } = check;

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LIMITS = {
  environmentBytes: 4_096,
  unzippedBytes: 250 * 1_048_576,
  layers: 5,
  /** What reservations must leave to functions without one. */
  unreserved: 100,
} as const;

const FUNCTION_NAME = /^[\w-]{1,64}$/;
const ARCHITECTURES = list(text({ oneOf: ['arm64', 'x86_64'] }), { min: 1, max: 1 });
const RUNTIMES = ['nodejs22.x', 'nodejs24.x'];
/** Variables that Lambda sets itself. */
const RESERVED_VARIABLES =
  /^(?:AWS_REGION|AWS_DEFAULT_REGION|AWS_ACCESS_KEY.*|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|AWS_LAMBDA_(?!EXEC_WRAPPER).*|_HANDLER|LAMBDA_.*)$/;

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const FUNCTION: ResourceKind = {
  type: 'AWS::Lambda::Function',
  properties: {
    FunctionName: optional(text({ pattern: FUNCTION_NAME })),
    Description: optional(text({ max: 256 })),
    Architectures: optional(ARCHITECTURES),
    Code: required(
      fields({
        S3Bucket: optional(text()),
        S3Key: optional(text()),
        ZipFile: optional(text({ max: 4_194_304 })),
      }),
    ),
    Environment: optional(fields({ Variables: optional(check.record(text())) })),
    EphemeralStorage: optional(fields({ Size: required(whole(512, 10_240)) })),
    Handler: required(text({ pattern: /^\S{1,128}$/ })),
    Layers: optional(list(text(), { max: LIMITS.layers })),
    LoggingConfig: optional(
      fields({
        LogGroup: optional(text()),
        LogFormat: optional(text({ oneOf: ['JSON', 'Text'] })),
        ApplicationLogLevel: optional(text()),
        SystemLogLevel: optional(text()),
      }),
    ),
    MemorySize: optional(whole(128, 10_240)),
    ReservedConcurrentExecutions: optional(whole(0, 1_000_000)),
    Role: required(text()),
    Runtime: required(text({ oneOf: RUNTIMES })),
    Tags: optional(check.tags),
    Timeout: optional(whole(1, 900)),
    VpcConfig: optional(
      fields({
        SubnetIds: required(list(text({ pattern: /^subnet-[0-9a-f]+$/ }), { min: 1, max: 16 })),
        SecurityGroupIds: required(list(text({ pattern: /^sg-[0-9a-f]+$/ }), { min: 1, max: 5 })),
      }),
    ),
  },
  replacedBy: ['FunctionName', 'PackageType', 'TenancyConfig'],
  scope: 'region',
  nameProperty: 'FunctionName',
  identity: ({ name, region, accountId }) => ({
    ref: name,
    attributes: { Arn: arn('lambda', { region, accountId }, `function:${name}`) },
  }),
  validate: (attempt) => {
    roleFits(attempt);
    environmentFits(attempt.properties);
    codeFits(attempt);
    logExists(attempt);
    concurrencyIsLeft(attempt);
    queuesStayHidden(attempt);
  },
  afterDelete: ({ name, region }, world) => {
    for (const type of PARTS_OF_FUNCTION) {
      for (const part of world.list(type, region)) {
        if (part.name.startsWith(`${name}:`)) world.remove(part);
      }
    }
  },
};

/** What goes with a function. Event source mappings stay. */
const PARTS_OF_FUNCTION = [
  'AWS::Lambda::Version',
  'AWS::Lambda::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Permission',
];

function roleFits({ properties, world }: Attempt): void {
  const inNetwork = properties['VpcConfig'] !== undefined;
  assertRole(world, properties['Role'], {
    service: 'lambda.amazonaws.com',
    actions: inNetwork ? ['ec2:CreateNetworkInterface'] : [],
  });
}

function environmentFits({ Environment: environment }: Fields): void {
  const variables = fieldsOf(fieldsOf(environment)['Variables']);
  const bytes = Buffer.byteLength(JSON.stringify(variables));
  check.demand(
    bytes <= LIMITS.environmentBytes,
    `Lambda was unable to configure your environment variables because they exceed the 4KB limit: ${bytes} bytes`,
  );
  for (const name of Object.keys(variables)) {
    check.demand(/^[A-Za-z]\w*$/.test(name), `The environment variable ${name} has no valid name`);
    check.demand(!RESERVED_VARIABLES.test(name), `The environment variable ${name} is reserved`);
  }
}

function codeFits({ properties, region, world }: Attempt): void {
  const code = fieldsOf(properties['Code']);
  const layers = listOf(properties['Layers']).map((each) => layerOf(each, region, world));
  const parts = [code, ...layers.map((layer) => fieldsOf(layer.properties['Content']))];
  const bytes = parts.reduce((sum, part) => sum + assertUploaded(part, world), 0);
  check.demand(
    bytes <= LIMITS.unzippedBytes,
    `Function code combined with layers exceeds the maximum allowed size of ${LIMITS.unzippedBytes} bytes: ${bytes}`,
  );
  const architecture = listOf(properties['Architectures'])[0] ?? 'x86_64';
  for (const layer of layers) {
    const compatible = listOf(layer.properties['CompatibleArchitectures']);
    check.demand(
      compatible.length === 0 || compatible.includes(architecture),
      `The layer ${layer.name} is not compatible with ${JSON.stringify(architecture)}`,
    );
  }
}

function layerOf(value: Json, region: string, world: World): PhysicalResource {
  const ref = textOf(value);
  const layer = world
    .list('AWS::Lambda::LayerVersion', region)
    .find(({ physicalId }) => physicalId === ref);
  check.demand(layer !== undefined, `Layer version ${ref} does not exist.`);

  return layer;
}

/** Unzipped bytes of uploaded code. Throws where nothing was uploaded. */
function assertUploaded(code: Fields, world: World): number {
  const [bucket, key] = [optionalText(code['S3Bucket']), optionalText(code['S3Key'])];
  if (bucket === null || key === null) {
    check.demand(code['ZipFile'] !== undefined, 'Code has neither S3Bucket and S3Key nor ZipFile');
    return 0;
  }
  const bytes = world.uploadedBytes(bucket, key);
  check.demand(bytes !== null, `Error occurred while GetObject. S3 Error Code: NoSuchKey: ${key}`);

  return bytes;
}

/** Lambda would create the group at the first run, and no stack would own it. */
function logExists({ properties, region, world }: Attempt): void {
  const group = optionalText(fieldsOf(properties['LoggingConfig'])['LogGroup']);
  check.demand(
    group === null || world.find('AWS::Logs::LogGroup', region, group) !== null,
    `The log group ${group} does not exist`,
  );
}

function concurrencyIsLeft({ properties, name, region, world }: Attempt): void {
  const own = numberOf(properties['ReservedConcurrentExecutions'], 0);
  if (own === 0) return;
  const others = world
    .list('AWS::Lambda::Function', region)
    .filter((each) => each.name !== name)
    .map((each) => numberOf(each.properties['ReservedConcurrentExecutions'], 0));
  const reserved = others.reduce((sum, each) => sum + each, own);
  const left = world.limits.lambdaConcurrency - reserved;
  check.demand(
    left >= LIMITS.unreserved,
    `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${LIMITS.unreserved}]: ${left}`,
  );
}

function queuesStayHidden({ properties, name, region, world }: Attempt): void {
  for (const mapping of world.list('AWS::Lambda::EventSourceMapping', region)) {
    if (mapping.properties['FunctionName'] !== name) continue;
    const queue = world.withAttribute(
      'AWS::SQS::Queue',
      'Arn',
      textOf(mapping.properties['EventSourceArn']),
    );
    if (queue !== null) assertHidden(queue.properties, properties);
  }
}

/** A layer's version; it never changes. */
export const LAYER_VERSION: ResourceKind = {
  type: 'AWS::Lambda::LayerVersion',
  properties: {
    LayerName: optional(text({ pattern: /^[\w-]{1,140}$/ })),
    Description: optional(text({ max: 256 })),
    Content: required(fields({ S3Bucket: required(text()), S3Key: required(text()) })),
    CompatibleArchitectures: optional(ARCHITECTURES),
    CompatibleRuntimes: optional(list(text({ oneOf: RUNTIMES }), { max: 15 })),
  },
  replacedBy: [
    'LayerName',
    'Description',
    'Content',
    'CompatibleArchitectures',
    'CompatibleRuntimes',
    'LicenseInfo',
  ],
  scope: 'region',
  nameProperty: null,
  identity: ({ name, region, accountId }) => {
    const ref = arn('lambda', { region, accountId }, `layer:${name}:1`);
    return { ref, attributes: { LayerVersionArn: ref } };
  },
  validate: ({ properties, world }) => {
    assertUploaded(fieldsOf(properties['Content']), world);
  },
};
