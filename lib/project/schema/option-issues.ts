import type { core } from 'zod';
import { nearestWord } from '../../core/base/nearest-word.ts';
import { isLiveThing } from '../compile/inspection.ts';
import type { OptionTarget } from './option-places.ts';

/** A problem with an option, without its position in the source. */
export interface OptionIssue {
  readonly target: OptionTarget;
  /** Such as `budgets[0].max`; null: the definition as a whole. */
  readonly path: string | null;
  readonly message: string;
}

/** The known options, for messages about unknown ones. */
export interface OptionNaming {
  /** Names of the options at a path; empty where any name is allowed. */
  readonly known: (path: readonly PropertyKey[]) => readonly string[];
  /** A more precise reason than "there is no such option"; null: none. */
  readonly hint?: (name: string) => string | null;
}

/** Options whose values may be secret and are not shown in messages. */
const CONFIDENTIAL = ['credentials', 'headers', 'storageState', 'env', 'webhooks'];
const MAX_SHOWN = 60;

/** Turns zod issues into messages of the form `Cannot use VALUE as OPTION: reason; expected …`. */
export function optionIssues(
  issues: readonly core.$ZodIssue[],
  given: unknown,
  naming: OptionNaming,
): readonly OptionIssue[] {
  return issues.flatMap((issue) => {
    const branch = issue.code === 'invalid_union' ? meantBranch(issue) : null;
    if (branch !== null) return optionIssues(branch, given, naming);
    if (issue.code === 'invalid_key') return [invalidKey(issue)];
    if (issue.code !== 'unrecognized_keys') return [wrongValue(issue, given)];

    return issue.keys.map((key) => unknownOption([...issue.path, key], naming));
  });
}

function wrongValue(issue: core.$ZodIssue, given: unknown): OptionIssue {
  const { message, path } = issue;
  const value = valueAt(given, path);
  const isCheck = issue.code === 'custom' && issue.params?.['wrongType'] !== true;
  if (value === undefined && !isCheck) return missing(issue);
  // Messages about schedules are complete: they quote the text inside `every(…)`.
  if (message.startsWith('Cannot ')) return optionIssue(path, message);
  const tail = isCheck ? message : `it is ${kindOf(value)}; expected ${message}`;

  return optionIssue(path, `Cannot use ${shown(value, path)}: ${tail}`);
}

/** Creates an issue with the value of one option. */
export function optionIssue(path: readonly PropertyKey[], message: string): OptionIssue {
  return {
    target: { root: 'options', path, part: 'value' },
    path: path.length === 0 ? null : pathText(path),
    message,
  };
}

/** A value and its option for messages: `"30x" as timeout`. Confidential values are left out. */
export function shown(value: unknown, path: readonly PropertyKey[]): string {
  const where = path.length === 0 ? 'the options' : pathText(path);
  if (path.some((key) => CONFIDENTIAL.includes(String(key)))) return `the value of ${where}`;
  if (isLiveThing(value)) return `${value.waywiserLiveThing} as ${where}`;
  if (typeof value === 'string') return `${JSON.stringify(clipped(value))} as ${where}`;
  if (typeof value === 'object' && value !== null) return `the value of ${where}`;

  return `${String(value)} as ${where}`;
}

/** `['budgets', 0, 'max']` as `budgets[0].max`. */
function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    if (!/^[\w$]+$/.test(String(key))) return `${text}[${JSON.stringify(String(key))}]`;

    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

/** The issues of the union member whose type the value has; null: it has no member's type. */
function meantBranch(issue: core.$ZodIssueInvalidUnion): readonly core.$ZodIssue[] | null {
  const branch = issue.errors.find((errors) =>
    errors.every(({ code, path }) => code !== 'invalid_type' || path.length > 0),
  );

  return branch?.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })) ?? null;
}

function unknownOption(path: readonly PropertyKey[], naming: OptionNaming): OptionIssue {
  const name = String(path.at(-1));
  const known = naming.known(path.slice(0, -1));
  const nearest = nearestWord(name, known);
  const expected = nearest === null ? known.join(', ') : `"${nearest}"`;
  const hint = naming.hint?.(name) ?? null;

  return {
    target: { root: 'options', path, part: 'key' },
    path: pathText(path),
    message: `Cannot use the option "${clipped(name)}": ${hint ?? `there is no such option; expected ${expected}`}`,
  };
}

function invalidKey(issue: core.$ZodIssueInvalidKey): OptionIssue {
  const tail = issue.issues[0]?.message ?? 'expected another name';
  const where = pathText(issue.path.slice(0, -1));

  return {
    target: { root: 'options', path: issue.path, part: 'key' },
    path: pathText(issue.path),
    message: `Cannot use ${JSON.stringify(String(issue.path.at(-1)))} as a name in ${where}: ${tail}`,
  };
}

function missing(issue: core.$ZodIssue): OptionIssue {
  const option = issue.path.length === 0 ? 'options' : `option ${pathText(issue.path)}`;

  return optionIssue(issue.path, `Missing ${option}; expected ${issue.message}`);
}

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;

    return Object.getOwnPropertyDescriptor(value, key)?.value;
  }, given);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (isLiveThing(value)) return value.waywiserLiveThing;
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return value === '' ? 'an empty string' : 'a string';
  if (typeof value === 'object') return 'an object';

  return `a ${typeof value}`;
}

function clipped(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
