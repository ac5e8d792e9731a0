import type { DnsType } from '../../core/journey/checks/dns-probe.ts';
import { RunFailure } from '../../core/record/outcome.ts';
import type { DnsAnswer } from './dns-message.ts';
import { sameValue } from './dns-values.ts';
import { quoted } from './quoted.ts';

/** What the answer for a name must be. */
export interface Expected {
  readonly name: string;
  readonly type: DnsType;
  /** All values, or their number; null: any. */
  readonly values: readonly string[] | number | null;
  readonly includes: readonly string[];
  readonly dnssec: boolean;
}

/** Most values that a message shows. */
const MAX_SHOWN = 10;

/** Throws a RunFailure if an answer is an error, or not what is expected. */
export function checkAnswer(answer: DnsAnswer, expected: Expected, server: string): void {
  const { name, type, dnssec } = expected;
  const error = codeProblem(answer, { name, server });
  if (error !== null) throw new RunFailure('target.dns', error);
  if (answer.values.length === 0) throw new RunFailure('target.dns', missing(answer, expected));
  const problem = valueProblem(answer.values, expected);
  if (problem !== null) {
    const has = `"${name}" has the ${type} ${answer.values.length === 1 ? 'record' : 'records'} ${listed(answer.values)}`;
    throw new RunFailure('target.assertion', `${has}; ${problem}`);
  }
  if (!dnssec || answer.isAuthenticated) return;
  throw new RunFailure(
    'target.assertion',
    `${server} has not authenticated the answer by DNSSEC (it has no flag AD); expected a signed zone, and a resolver that validates`,
  );
}

function codeProblem(
  { code }: DnsAnswer,
  { name, server }: { readonly name: string; readonly server: string },
): string | null {
  switch (code) {
    case 'NOERROR':
      return null;
    case 'NXDOMAIN':
      return `the name "${name}" does not exist, says ${server} (NXDOMAIN)`;
    case 'SERVFAIL':
      return `${server} could not resolve "${name}" (SERVFAIL): the servers of the zone do not answer, or its DNSSEC signatures are wrong`;
    case 'REFUSED':
      return `${server} refuses to answer for "${name}" (REFUSED): it serves other names, or other clients`;
    default:
      return `${server} answered for "${name}" with the error ${code}`;
  }
}

function missing({ aliases }: DnsAnswer, { name, type }: Expected): string {
  const alias = aliases.length === 0 ? '' : `, and is an alias of ${listed(aliases)}`;

  return `the name "${name}" exists${alias}, but has no ${type} record`;
}

function valueProblem(values: readonly string[], expected: Expected): string | null {
  const { type, includes } = expected;
  const absent = includes.filter((each) => !values.some((value) => sameValue(type, value, each)));
  if (absent.length > 0) return `expected ${listed(absent)} among them`;
  if (typeof expected.values === 'number') {
    return values.length === expected.values ? null : `expected ${expected.values} of them`;
  }

  return expected.values === null || isSameSet(values, expected.values, type)
    ? null
    : `expected ${listed(expected.values)}`;
}

function isSameSet(values: readonly string[], wanted: readonly string[], type: DnsType): boolean {
  return (
    wanted.every((each) => values.some((value) => sameValue(type, value, each))) &&
    values.every((value) => wanted.some((each) => sameValue(type, value, each)))
  );
}

function listed(values: readonly string[]): string {
  const shown = values.slice(0, MAX_SHOWN).map(quoted).join(', ');
  const more = values.length - MAX_SHOWN;

  return more > 0 ? `${shown} and ${more} more` : shown;
}
