import * as check from '../checks.ts';
import { type Fields, fieldsOf, type Json, listOf, optionalText, textOf } from '../json.ts';
import type { Attempt, ResourceKind } from '../resource-kind.ts';
import type { PhysicalResource, World } from '../world.ts';

const { optional, required, text, list, fields } = check;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html; without white space. */
const MAX_CHARACTERS = { inlinePerRole: 10_240, managed: 6_144, trust: 2_048 } as const;
const MAX_MANAGED_PER_ROLE = 10;

const NAME = /^[\w+=,.@-]+$/;
const INLINE = fields({
  PolicyName: required(text({ pattern: NAME, min: 1, max: 128 })),
  PolicyDocument: required(check.policyDocument),
});

/** A role: its inline policies together, its trust policy and its managed policies are limited. */
export const ROLE: ResourceKind = {
  type: 'AWS::IAM::Role',
  properties: {
    RoleName: optional(text({ pattern: NAME, min: 1, max: 64 })),
    Path: optional(text({ max: 512 })),
    Description: optional(text({ max: 1_000 })),
    AssumeRolePolicyDocument: required(check.policyDocument),
    Policies: optional(list(INLINE)),
    ManagedPolicyArns: optional(list(text({ min: 20 }), { max: MAX_MANAGED_PER_ROLE })),
    MaxSessionDuration: optional(check.whole(3_600, 43_200)),
    Tags: optional(check.tags),
  },
  replacedBy: ['RoleName', 'Path'],
  scope: 'account',
  nameProperty: 'RoleName',
  identity: ({ name, accountId, uniqueId }) => ({
    ref: name,
    attributes: {
      Arn: `arn:aws:iam::${accountId}:role/${name}`,
      RoleId: `AROA${uniqueId}`,
    },
  }),
  validate: (attempt) => {
    const { properties, world } = attempt;
    inlineFits(properties);
    withinQuota(attempt, 'AWS::IAM::Role', world.limits.rolesPerAccount);
  },
};

function inlineFits(properties: Fields): void {
  const policies = listOf(properties['Policies']).map((each) => fieldsOf(each));
  const size = policies.reduce((sum, each) => sum + charactersOf(each['PolicyDocument']), 0);
  check.demand(
    size <= MAX_CHARACTERS.inlinePerRole,
    `Maximum policy size of ${MAX_CHARACTERS.inlinePerRole} bytes exceeded for role: ${size}`,
  );
  const trust = charactersOf(properties['AssumeRolePolicyDocument']);
  check.demand(
    trust <= MAX_CHARACTERS.trust,
    `Cannot exceed quota for ACLSizePerRole: ${MAX_CHARACTERS.trust}, not ${trust}`,
  );
  const names = policies.map((each) => textOf(each['PolicyName']));
  check.demand(new Set(names).size === names.length, 'a name of an inline policy is used twice');
}

/** A managed policy. A change of its description replaces it. */
export const MANAGED_POLICY: ResourceKind = {
  type: 'AWS::IAM::ManagedPolicy',
  properties: {
    ManagedPolicyName: optional(text({ pattern: NAME, min: 1, max: 128 })),
    Path: optional(text({ max: 512 })),
    Description: optional(text({ max: 1_000 })),
    PolicyDocument: required(check.policyDocument),
    Roles: optional(list(text())),
  },
  replacedBy: ['ManagedPolicyName', 'Description', 'Path'],
  scope: 'account',
  nameProperty: 'ManagedPolicyName',
  identity: ({ name, accountId, uniqueId }) => {
    const ref = `arn:aws:iam::${accountId}:policy/${name}`;
    return { ref, attributes: { PolicyArn: ref, PolicyId: `ANPA${uniqueId}` } };
  },
  validate: (attempt) => {
    const size = charactersOf(attempt.properties['PolicyDocument']);
    check.demand(
      size <= MAX_CHARACTERS.managed,
      `Cannot exceed quota for PolicySize: ${MAX_CHARACTERS.managed}, not ${size}`,
    );
    withinQuota(attempt, 'AWS::IAM::ManagedPolicy', attempt.world.limits.managedPoliciesPerAccount);
  },
};

/** An inline policy of roles as a resource of its own. */
export const POLICY: ResourceKind = {
  type: 'AWS::IAM::Policy',
  properties: {
    PolicyName: required(text({ pattern: NAME, min: 1, max: 128 })),
    PolicyDocument: required(check.policyDocument),
    Roles: required(list(text(), { min: 1 })),
  },
  replacedBy: [],
  scope: 'account',
  nameProperty: null,
  identity: ({ uniqueId }) => ({ ref: uniqueId, attributes: { Id: uniqueId } }),
  validate: ({ properties, name, world }) => {
    for (const each of listOf(properties['Roles'])) {
      const role = world.find('AWS::IAM::Role', null, textOf(each));
      check.demand(role !== null, `The role with name ${textOf(each)} cannot be found`);
      const own = [...documentsOf(role, world, name), properties['PolicyDocument']];
      const size = own.reduce((sum: number, document) => sum + charactersOf(document), 0);
      check.demand(
        size <= MAX_CHARACTERS.inlinePerRole,
        `Maximum policy size of ${MAX_CHARACTERS.inlinePerRole} bytes exceeded for role: ${size}`,
      );
    }
  },
};

function withinQuota({ previous, world }: Attempt, type: string, max: number): void {
  check.demand(
    previous !== null || world.list(type, null).length < max,
    `Cannot exceed quota for ${type}: ${max}`,
  );
}

function documentsOf(
  role: PhysicalResource,
  world: World,
  except: string | null,
): readonly (Json | undefined)[] {
  const inline = listOf(role.properties['Policies']).map(
    (each) => fieldsOf(each)['PolicyDocument'],
  );
  const separate = [
    ...world.list('AWS::IAM::Policy', null).filter(({ name }) => name !== except),
    ...world.list('AWS::IAM::ManagedPolicy', null),
  ].filter(({ properties }) => listOf(properties['Roles']).includes(role.name));

  return [...inline, ...separate.map(({ properties }) => properties['PolicyDocument'])];
}

/**
 * Throws unless a role exists, a service may assume it, and one of its statements allows an action.
 * Resources and conditions of statements are not compared.
 */
export function assertRole(
  world: World,
  roleArn: Json | undefined,
  needs: { readonly service: string; readonly actions: readonly string[] },
): void {
  const role = world.withAttribute('AWS::IAM::Role', 'Arn', optionalText(roleArn) ?? '');
  check.demand(role !== null, `The role ${optionalText(roleArn)} does not exist`);
  const trust = fieldsOf(role.properties['AssumeRolePolicyDocument']);
  check.demand(
    listOf(trust['Statement']).some((each) => trusts(fieldsOf(each), needs.service)),
    `The role ${role.name} cannot be assumed by ${needs.service}`,
  );
  const allowed = documentsOf(role, world, null)
    .flatMap((document) => listOf(fieldsOf(document)['Statement']))
    .map((each) => fieldsOf(each))
    .filter((each) => each['Effect'] === 'Allow')
    .flatMap((each) => listOf(each['Action']));
  const missing = needs.actions.find((action) => !allowed.includes(action));
  check.demand(missing === undefined, `The role ${role.name} has no permission for ${missing}`);
}

function trusts({ Principal: principal }: Fields, service: string): boolean {
  return listOf(fieldsOf(principal)['Service']).includes(service);
}

function charactersOf(document: Json | undefined): number {
  return document === undefined ? 0 : JSON.stringify(document).length;
}
