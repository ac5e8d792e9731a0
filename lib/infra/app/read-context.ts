import { commandLineProblem, type Problem } from '../../core/journey/problem.ts';
import type { OpenDeploymentOptions } from './open-deployment.ts';

/** Options of the deployment that `-c NAME=VALUE` of the `cdk` command sets. */
export type ContextOptions = Pick<
  OpenDeploymentOptions,
  'stage' | 'account' | 'regions' | 'keepData'
>;

/** The options, or every problem found in the context. */
export type ReadContext =
  | { readonly kind: 'options'; readonly options: ContextOptions }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

const ACCOUNT = /^\d{12}$/;
const YES_OR_NO = /^(?:true|false)$/;

/**
 * Reads `stage`, `account`, `regions` (a list with commas) and `keepData` (`false`: the table and the
 * evidence go when the stacks are destroyed).
 */
export function readContext(get: (name: string) => unknown): ReadContext {
  const stage = textOf(get('stage'));
  const account = textOf(get('account'));
  const regions = listOf(get('regions'));
  const keepData = textOf(get('keepData'));
  const problems = [
    mismatch('account', account, { test: ACCOUNT, expected: 'twelve digits' }),
    mismatch('keepData', keepData, { test: YES_OR_NO, expected: 'true or false' }),
  ].flat();
  if (problems.length > 0) return { kind: 'problems', problems };

  return {
    kind: 'options',
    options: {
      ...(stage === null ? {} : { stage }),
      ...(account === null ? {} : { account }),
      ...(regions.length === 0 ? {} : { regions }),
      keepData: keepData !== 'false',
    },
  };
}

function mismatch(
  name: string,
  value: string | null,
  { test, expected }: { readonly test: RegExp; readonly expected: string },
): readonly Problem[] {
  if (value === null || test.test(value)) return [];

  return [commandLineProblem(`Cannot use "${value}" as ${name}: expected ${expected}`)];
}

/** Values from the command line are texts; values from `cdk.json` may have other types. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value.trim();

  return typeof value === 'boolean' || typeof value === 'number' ? String(value) : null;
}

function listOf(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : (textOf(value) ?? '').split(',');

  return items.flatMap((item) => {
    const text = textOf(item);
    return text === null ? [] : [text];
  });
}
