import { NestedStack, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

type Fields = Readonly<Record<string, unknown>>;

/** A resource with the values that CloudFormation would give it, as far as names determine them. */
export interface ResolvedResource {
  readonly id: string;
  readonly type: string;
  readonly properties: Fields;
}

const REGION = 'eu-west-1';
const ACCOUNT = '123456789012';
const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::URLSuffix': 'amazonaws.com',
};

/**
 * The resources of a region's stack and of the stacks nested in it, with references replaced: ARNs
 * are made from names, and the unique id of a role is `AROA-` with the role's id in the template.
 */
export function resolvedResources(stack: Stack): readonly ResolvedResource[] {
  const own = resourcesOf(stack);
  const nested = stack.node.children.filter((child) => child instanceof NestedStack);

  return [
    ...resolved(own, {}),
    ...nested.flatMap((part) => {
      const holder = Object.entries(own).find(([id]) =>
        id.startsWith(`${part.node.id}NestedStack`),
      );
      const given = fieldsOf(fieldsOf(holder?.[1]['Properties'])['Parameters']);
      const values = Object.entries(given).map(([name, value]) => [name, valueOf(value, own, {})]);

      return resolved(resourcesOf(part), Object.fromEntries(values));
    }),
  ];
}

function resourcesOf(stack: Stack): Readonly<Record<string, Fields>> {
  return Template.fromStack(stack).toJSON()['Resources'];
}

function resolved(resources: Readonly<Record<string, Fields>>, given: Fields): ResolvedResource[] {
  return Object.entries(resources).map(([id, { Type: type, Properties: properties }]) => ({
    id,
    type: String(type),
    properties: fieldsOf(valueOf(properties, resources, given)),
  }));
}

function valueOf(
  value: unknown,
  resources: Readonly<Record<string, Fields>>,
  given: Fields,
): unknown {
  if (Array.isArray(value)) return value.map((each) => valueOf(each, resources, given));
  if (typeof value !== 'object' || value === null) return value;
  const fields = fieldsOf(value);
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = fields;
  if (typeof ref === 'string') return PSEUDO[ref] ?? given[ref] ?? refOf(ref, resources[ref]);
  if (Array.isArray(attribute)) {
    return attributeOf(String(attribute[0]), String(attribute[1]), resources);
  }
  if (Array.isArray(join)) {
    const parts: unknown = valueOf(join[1], resources, given);

    return Array.isArray(parts) ? parts.map(String).join(String(join[0])) : '';
  }

  return Object.fromEntries(
    Object.entries(fields).map(([name, each]) => [name, valueOf(each, resources, given)]),
  );
}

function refOf(id: string, resource: Fields | undefined): string {
  const { FunctionName: name, Name: alias } = fieldsOf(resource?.['Properties']);
  if (resource?.['Type'] === 'AWS::Lambda::Function') return String(name);

  return resource?.['Type'] === 'AWS::Lambda::Alias' ? `${id}:${String(alias)}` : id;
}

function attributeOf(
  id: string,
  name: string,
  resources: Readonly<Record<string, Fields>>,
): string {
  const { Type: type, Properties: given } = resources[id] ?? {};
  const properties = fieldsOf(given);
  if (name === 'RoleId') return `AROA-${id}`;
  if (type === 'AWS::SQS::Queue')
    return `arn:aws:sqs:${REGION}:${ACCOUNT}:${String(properties['QueueName'])}`;
  if (type === 'AWS::Logs::LogGroup') {
    return `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${String(properties['LogGroupName'])}:*`;
  }

  return `${id}.${name}`;
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {};
}
