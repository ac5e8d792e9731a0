import { OperationRefused, Unmodelled } from './failures.ts';
import { type Fields, fieldsOf, type Json, listOf, optionalText, textOf } from './json.ts';

/** What happens to a resource that leaves its stack. `Snapshot` is not modelled. */
export type RemovalRule = 'Delete' | 'Retain' | 'RetainExceptOnCreate';

/** One resource of a template, its references not yet replaced. */
export interface ResourceDefinition {
  readonly type: string;
  readonly properties: Fields;
  readonly dependsOn: readonly string[];
  readonly condition: string | null;
  readonly deletionPolicy: RemovalRule;
  readonly updateReplacePolicy: RemovalRule;
}

/** A template that CloudFormation accepts. */
export interface Template {
  readonly resources: Readonly<Record<string, ResourceDefinition>>;
  readonly parameters: Fields;
  readonly conditions: Fields;
  readonly mappings: Fields;
  readonly rules: Fields;
  readonly outputs: Fields;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const LIMITS = {
  bytes: 1_000_000,
  resources: 500,
  parameters: 200,
  outputs: 200,
  mappings: 200,
  descriptionBytes: 1_024,
  parameterNameLength: 255,
  logicalIdLength: 255,
} as const;

const SECTIONS = [
  'AWSTemplateFormatVersion',
  'Conditions',
  'Description',
  'Mappings',
  'Metadata',
  'Outputs',
  'Parameters',
  'Resources',
  'Rules',
];
const RESOURCE_KEYS = [
  'Condition',
  'DeletionPolicy',
  'DependsOn',
  'Metadata',
  'Properties',
  'Type',
  'UpdateReplacePolicy',
];

/** Reads a template as CloudFormation does before an operation. Throws what it refuses. */
export function readTemplate(text: string): Template {
  const bytes = Buffer.byteLength(text);
  if (bytes > LIMITS.bytes) refuse(`template has ${bytes} bytes; at most ${LIMITS.bytes}`);
  const template: Fields = JSON.parse(text);
  onlyKeys(template, SECTIONS, 'template');
  const sections = {
    parameters: fieldsOf(template['Parameters']),
    conditions: fieldsOf(template['Conditions']),
    mappings: fieldsOf(template['Mappings']),
    rules: fieldsOf(template['Rules']),
    outputs: fieldsOf(template['Outputs']),
  };
  const resources = fieldsOf(template['Resources']);
  checkSizes(resources, sections, template['Description']);

  return {
    ...sections,
    resources: Object.fromEntries(
      Object.entries(resources).map(([id, each]) => [id, readDefinition(id, fieldsOf(each))]),
    ),
  };
}

function checkSizes(
  resources: Fields,
  sections: Omit<Template, 'resources'>,
  description: Json | undefined,
): void {
  const counts: readonly (readonly [string, Fields, number])[] = [
    ['resources', resources, LIMITS.resources],
    ['parameters', sections.parameters, LIMITS.parameters],
    ['outputs', sections.outputs, LIMITS.outputs],
    ['mappings', sections.mappings, LIMITS.mappings],
  ];
  for (const [name, section, max] of counts) {
    const count = Object.keys(section).length;
    if (count > max) refuse(`template has ${count} ${name}; at most ${max}`);
  }
  if (Object.keys(resources).length === 0) refuse('at least one resource must be defined');
  const long = Object.keys(sections.parameters).find(
    (name) => name.length > LIMITS.parameterNameLength,
  );
  if (long !== undefined) refuse(`the parameter name ${long} is too long`);
  if (Buffer.byteLength(optionalText(description) ?? '') > LIMITS.descriptionBytes) {
    refuse(`the description is longer than ${LIMITS.descriptionBytes} bytes`);
  }
}

function readDefinition(id: string, resource: Fields): ResourceDefinition {
  if (!/^[A-Za-z0-9]+$/.test(id) || id.length > LIMITS.logicalIdLength) {
    refuse(`the logical id ${id} is not alphanumeric or too long`);
  }
  onlyKeys(resource, RESOURCE_KEYS, id);

  return {
    type: textOf(resource['Type']),
    properties: fieldsOf(resource['Properties']),
    dependsOn: listOf(resource['DependsOn']).map(textOf),
    condition: optionalText(resource['Condition']),
    deletionPolicy: ruleOf(resource['DeletionPolicy'], id),
    updateReplacePolicy: replaceRuleOf(resource['UpdateReplacePolicy'], id),
  };
}

function ruleOf(value: Json | undefined, id: string): RemovalRule {
  if (value === undefined || value === 'Delete') return 'Delete';
  if (value === 'Retain' || value === 'RetainExceptOnCreate') return value;
  throw new Unmodelled(`${id}: the DeletionPolicy ${JSON.stringify(value)} is not modelled`);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatereplacepolicy.html */
function replaceRuleOf(value: Json | undefined, id: string): RemovalRule {
  if (value === 'RetainExceptOnCreate') {
    refuse(`${id}: RetainExceptOnCreate is no UpdateReplacePolicy`);
  }

  return ruleOf(value, id);
}

function onlyKeys(value: Fields, known: readonly string[], where: string): void {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new Unmodelled(`${where}: the key ${unknown} is not modelled`);
}

function refuse(reason: string): never {
  throw new OperationRefused(`Template error: ${reason}`);
}
