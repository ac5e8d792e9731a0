import { ResourceFailure, Unmodelled } from './failures.ts';
import { type Fields, isFields, type Json } from './json.ts';

/** Checks one value of a resource's properties; `path` is where it stands. Throws where AWS refuses it. */
export type Check = (value: Json, path: string) => void;

/** One property of an object. */
export interface PropertyRule {
  readonly check: Check;
  readonly isRequired: boolean;
}

/** A property that must be there. */
export function required(check: Check): PropertyRule {
  return { check, isRequired: true };
}

/** A property that may be absent. */
export function optional(check: Check): PropertyRule {
  return { check, isRequired: false };
}

/** Throws a {@link ResourceFailure} unless a condition holds. */
export function demand(holds: boolean, reason: string): asserts holds {
  if (!holds) throw new ResourceFailure(reason);
}

/** Limits of a text: a pattern for the whole of it, and its length in characters. */
interface TextRule {
  readonly pattern?: RegExp;
  readonly min?: number;
  readonly max?: number;
  readonly oneOf?: readonly string[];
}

/** A text. */
export function text({ pattern, min = 0, max = Infinity, oneOf }: TextRule = {}): Check {
  return (value, path) => {
    demand(typeof value === 'string', `${path} ${JSON.stringify(value)} is not a text`);
    const { length } = value;
    demand(
      length >= min && length <= max,
      `${path} has ${length} characters, not ${min} to ${max}`,
    );
    demand(oneOf?.includes(value) ?? true, `${path} "${value}" is not one of ${oneOf?.join(', ')}`);
    demand(pattern?.test(value) ?? true, `${path} "${value}" does not match ${pattern?.source}`);
  };
}

/** A whole number within limits. */
export function whole(min: number, max: number): Check {
  return (value, path) => {
    demand(
      typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max,
      `${path} ${JSON.stringify(value)} is not a whole number from ${min} to ${max}`,
    );
  };
}

/** Any number. */
export function anyNumber(value: Json, path: string): void {
  demand(typeof value === 'number', `${path} ${JSON.stringify(value)} is not a number`);
}

/** True or false. */
export function flag(value: Json, path: string): void {
  demand(typeof value === 'boolean', `${path} ${JSON.stringify(value)} is not a boolean`);
}

/** A list with a number of items within limits. */
export function list(item: Check, { min = 0, max = Infinity } = {}): Check {
  return (value, path) => {
    demand(Array.isArray(value), `${path} ${JSON.stringify(value)} is not a list`);
    const { length } = value;
    demand(length >= min && length <= max, `${path} has ${length} items, not ${min} to ${max}`);
    for (const [index, each] of value.entries()) item(each, `${path}[${index}]`);
  };
}

/** An object with keys of the author's choice. */
export function record(item: Check): Check {
  return (value, path) => {
    demand(isFields(value), `${path} is not an object`);
    for (const [key, each] of Object.entries(value)) item(each, `${path}.${key}`);
  };
}

/** An object with known keys. Throws {@link Unmodelled} for any other. */
export function fields(rules: Readonly<Record<string, PropertyRule>>): Check {
  return (value, path) => {
    demand(isFields(value), `${path} is not an object`);
    checkKeys(value, rules, path);
    for (const [key, { check, isRequired }] of Object.entries(rules)) {
      const each = value[key];
      demand(each !== undefined || !isRequired, `${path}: required key ${key} not found`);
      if (each !== undefined) check(each, `${path}.${key}`);
    }
  };
}

/** Throws {@link Unmodelled} where an object has a key without a rule. */
export function checkKeys(
  value: Fields,
  rules: Readonly<Record<string, PropertyRule>>,
  path: string,
): void {
  const unknown = Object.keys(value).find((key) => !Object.hasOwn(rules, key));
  if (unknown !== undefined)
    throw new Unmodelled(`${path}: the property ${unknown} is not modelled`);
}

/**
 * Tags: at most 50, keys of 128 and values of 256 characters, no key twice.
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
 */
export function tags(value: Json, path: string): void {
  list(
    fields({
      Key: required(text({ min: 1, max: 128, pattern: /^(?!aws:(?!cdk:))/ })),
      Value: required(text({ max: 256 })),
    }),
    { max: 50 },
  )(value, path);
  const keys = Array.isArray(value) ? value.map((each: Fields) => each['Key']) : [];
  demand(new Set(keys).size === keys.length, `${path} has a key twice`);
}

/** A document of IAM's policy language: its version and statements, each with an effect and actions. */
export function policyDocument(value: Json, path: string): void {
  fields({
    Version: required(text({ oneOf: ['2012-10-17'] })),
    Statement: required(list(statement, { min: 1 })),
  })(value, path);
}

function oneOrMore(value: Json, path: string): void {
  const all = Array.isArray(value) ? value : [value];
  list(text({ min: 1 }), { min: 1 })(all, path);
}

const statement: Check = fields({
  Sid: optional(text({ pattern: /^[A-Za-z0-9]*$/ })),
  Effect: required(text({ oneOf: ['Allow', 'Deny'] })),
  Principal: optional(() => undefined),
  Action: required(oneOrMore),
  Resource: optional(oneOrMore),
  Condition: optional(record(record(() => undefined))),
});
