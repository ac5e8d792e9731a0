import type { Fields } from '../../../support/aws/formation/json.ts';
import { allowing, LAMBDA_ROLE, resource } from '../stack-of.ts';
import { type Case, fieldsIn, one, texts } from './case.ts';

function policies(count: number, size: number): Fields {
  return resource('IAM::Role', {
    ...fieldsIn(LAMBDA_ROLE, 'Properties'),
    Policies: texts(count).map((name) => ({
      PolicyName: name,
      PolicyDocument: allowing('x'.repeat(size)),
    })),
  });
}

/** Roles and policies that AWS refuses. */
export const IAM: readonly Case[] = [
  [
    'inline policies of more than 10,240 characters together',
    { It: policies(3, 3_400) },
    /Maximum policy size of 10240/,
  ],
  [
    'inline policies that another resource adds to',
    {
      Role: policies(2, 4_000),
      More: resource('IAM::Policy', {
        PolicyName: 'more',
        PolicyDocument: allowing('x'.repeat(3_000)),
        Roles: [{ Ref: 'Role' }],
      }),
    },
    /Maximum policy size of 10240/,
  ],
  [
    'a managed policy of more than 6,144 characters',
    one('IAM::ManagedPolicy', { PolicyDocument: allowing('x'.repeat(6_144)) }),
    /PolicySize: 6144/,
  ],
  [
    'a name of 65 characters',
    {
      It: resource('IAM::Role', {
        ...fieldsIn(LAMBDA_ROLE, 'Properties'),
        RoleName: 'x'.repeat(65),
      }),
    },
    /has 65 characters/,
  ],
  [
    'eleven managed policies',
    {
      It: resource('IAM::Role', {
        ...fieldsIn(LAMBDA_ROLE, 'Properties'),
        ManagedPolicyArns: texts(11).map((name) => `arn:aws:iam::aws:policy/${name}`),
      }),
    },
    /has 11 items/,
  ],
  [
    'a trust policy of more than 2,048 characters',
    one('IAM::Role', { AssumeRolePolicyDocument: allowing('x'.repeat(2_048)) }),
    /ACLSizePerRole: 2048/,
  ],
  [
    'two inline policies of a name',
    one('IAM::Role', {
      AssumeRolePolicyDocument: allowing('a:b'),
      Policies: texts(2).map(() => ({ PolicyName: 'own', PolicyDocument: allowing('a:b') })),
    }),
    /used twice/,
  ],
  [
    'a policy without an action',
    one('IAM::ManagedPolicy', {
      PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: '*' }] },
    }),
    /required key Action/,
  ],
  [
    'a policy of no role',
    one('IAM::Policy', { PolicyName: 'a', PolicyDocument: allowing('a:b'), Roles: ['nothing'] }),
    /name nothing cannot be found/,
  ],
];
