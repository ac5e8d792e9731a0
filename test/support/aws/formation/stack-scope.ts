import type { AwsAccount } from './account.ts';
import { OperationRefused } from './failures.ts';
import { type Fields, fieldsOf, type Json, listOf, optionalText, textOf } from './json.ts';
import { holds, type Scope } from './resolve.ts';
import type { StackInput, StackMember, StackState } from './stack-state.ts';
import type { Template } from './template.ts';

/** The scope of a stack's template, and the exports that it turned out to use. */
export interface StackScope extends Scope {
  readonly used: ReadonlySet<string>;
}

/** What the functions of a stack's template refer to, as its members are made. */
export function scopeOf(account: AwsAccount, stack: StackState, input: StackInput): StackScope {
  const { template, parameters } = input;
  const used = new Set<string>();

  return {
    used,
    region: stack.region,
    conditions: template.conditions,
    mappings: template.mappings,
    ref: (name) =>
      pseudoParameter(name, account, stack) ??
      parameters[name] ??
      refOf(memberOf(stack, name), account),
    attribute: (id, name) => attributeOf(memberOf(stack, id), name, account),
    importValue: (name) => {
      used.add(name);
      return exportedValue(name, stack.region, account);
    },
  };
}

function pseudoParameter(name: string, account: AwsAccount, stack: StackState): string | null {
  switch (name) {
    case 'AWS::AccountId':
      return account.accountId;
    case 'AWS::Partition':
      return 'aws';
    case 'AWS::Region':
      return stack.region;
    case 'AWS::StackId':
      return stack.id;
    case 'AWS::StackName':
      return stack.name;
    case 'AWS::URLSuffix':
      return 'amazonaws.com';
    default:
      return null;
  }
}

function memberOf(stack: StackState, id: string): StackMember {
  const member = stack.members.get(id);
  if (member !== undefined) return member;
  throw new OperationRefused(
    `Unresolved resource dependencies [${id}] in the template of ${stack.name}`,
  );
}

function refOf({ nested, resourceId }: StackMember, account: AwsAccount): string {
  if (nested !== null) return nested.id;

  return account.known(resourceId ?? '').physicalId;
}

function attributeOf(
  { nested, resourceId, logicalId, definition }: StackMember,
  name: string,
  account: AwsAccount,
): string {
  const value =
    nested === null
      ? account.known(resourceId ?? '').attributes[name]
      : nested.outputs[name.replace(/^Outputs\./, '')];
  if (value !== undefined) return value;
  throw new OperationRefused(
    `Requested attribute ${name} does not exist in schema for ${definition.type} (${logicalId})`,
  );
}

function exportedValue(name: string, region: string, account: AwsAccount): string {
  for (const { exports, region: place } of account.allStacks()) {
    const value = exports[name];
    if (place === region && value !== undefined) return value;
  }
  throw new OperationRefused(`No export named ${name} found.`);
}

/** Whether a resource or output is part of the stack, by its condition. */
export function isActive(condition: string | null, scope: Scope): boolean {
  return condition === null || holds({ Condition: condition }, scope);
}

/** Values of a template's parameters: given ones, defaults, and parameters of Systems Manager. */
export function parameterValues(
  template: Template,
  given: Fields,
  place: { readonly account: AwsAccount; readonly region: string },
): Fields {
  const unknown = Object.keys(given).find((name) => template.parameters[name] === undefined);
  if (unknown !== undefined) {
    throw new OperationRefused(`Parameters: [${unknown}] do not exist in the template`);
  }

  return Object.fromEntries(
    Object.entries(template.parameters).map(([name, definition]) => [
      name,
      parameterValue(name, { ...fieldsOf(definition), Given: given[name] ?? null }, place),
    ]),
  );
}

function parameterValue(
  name: string,
  { Type: type, Default: whenAbsent, AllowedValues: allowed, Given: given }: Fields,
  { account, region }: { readonly account: AwsAccount; readonly region: string },
): Json {
  const value = given ?? whenAbsent;
  if (value === undefined) {
    throw new OperationRefused(`Parameters: [${name}] must have values`);
  }
  if (allowed !== undefined && !listOf(allowed).includes(value)) {
    throw new OperationRefused(`Parameter ${name} must be one of ${JSON.stringify(allowed)}`);
  }
  if (!textOf(type).startsWith('AWS::SSM::Parameter::Value')) return value;
  const stored = account.find('AWS::SSM::Parameter', region, textOf(value));
  if (stored !== null) return stored.properties['Value'] ?? null;
  throw new OperationRefused(
    `Unable to fetch parameters [${textOf(value)}] from parameter store for this account: is ${region} bootstrapped?`,
  );
}

/** Throws where an assertion of the template's rules does not hold. */
export function checkRules(scope: Scope, rules: Fields): void {
  for (const [name, rule] of Object.entries(rules)) {
    for (const each of listOf(fieldsOf(rule)['Assertions'])) {
      const { Assert: condition, AssertDescription: description } = fieldsOf(each);
      if (condition !== undefined && !holds(condition, scope)) {
        throw new OperationRefused(`Template rule ${name}: ${optionalText(description)}`);
      }
    }
  }
}
