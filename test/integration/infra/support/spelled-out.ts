import type { Template } from 'aws-cdk-lib/assertions';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Fields = Readonly<Record<string, Json>>;

/** Hashes that CDK adds to the names of resources. */
const HASH = /[0-9A-F]{8}$/;

/**
 * Every role and managed policy of a template as people read them: for each, who may take it and
 * one line a statement.
 */
export function spelledOut(template: Template): Readonly<Record<string, readonly string[]>> {
  const roles = resourcesOf(template, 'AWS::IAM::Role').map(([id, properties]) => [
    id,
    [
      `for ${principals(properties)}`,
      ...list(properties['Policies']).flatMap((policy) => statements(fields(policy))),
      ...list(properties['ManagedPolicyArns']).map((arn) => `managed ${text(arn)}`),
    ],
  ]);
  const policies = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) =>
    resourcesOf(template, type).map(([id, properties]) => [id, statements(properties)]),
  );

  return Object.fromEntries([...roles, ...policies]);
}

/** A value of a template as text: references in braces, without hashes. */
export function text(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.map((each: Json) => text(each)).join(', ');
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = fields(value);
  if (ref !== undefined) return `{${text(ref).replace(HASH, '')}}`;
  if (attribute !== undefined) {
    const [id, name] = list(attribute);
    return `{${text(id).replace(HASH, '')}.${text(name)}}`;
  }
  if (join !== undefined) return list(list(join)[1]).map(text).join('');

  return JSON.stringify(value);
}

function resourcesOf(template: Template, type: string): readonly (readonly [string, Fields])[] {
  const found: Readonly<Record<string, Json>> = template.findResources(type);

  return Object.entries(found).map(([id, resource]) => [
    id.replace(HASH, ''),
    fields(fields(resource)['Properties']),
  ]);
}

function principals(role: Fields): string {
  const document = fields(role['AssumeRolePolicyDocument']);

  return list(document['Statement'])
    .map((each) => fields(each))
    .map((each) => `${text(fields(each['Principal'])['Service'])}${conditions(each)}`)
    .join(', ');
}

function statements(policy: Fields): readonly string[] {
  const document = fields(policy['PolicyDocument']);

  return list(document['Statement'])
    .map((each) => fields(each))
    .map(
      (each) =>
        `${text(each['Effect'])} ${text(each['Action'])} on ${text(each['Resource'])}${conditions(each)}`,
    );
}

function conditions(statement: Fields): string {
  const found = Object.entries(fields(statement['Condition'])).flatMap(([operator, keys]) =>
    Object.entries(fields(keys)).map(([key, value]) => `${key} ${operator} ${text(value)}`),
  );

  return found.length === 0 ? '' : ` if ${found.join(' and ')}`;
}

function fields(value: Json | undefined): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

function list(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];

  return Array.isArray(value) ? value : [value];
}
