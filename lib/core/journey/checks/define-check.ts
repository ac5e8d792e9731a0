import {
  type ApiJourneyContext,
  type ApiJourneyOptions,
  DEFINITION_MARK,
  type MarkedDefinition,
  type SecretFunction,
} from '../definition.ts';
import type { CheckKind } from './probe.ts';

/** The name, the kind and the options of a check, as its author wrote them. */
export interface CheckParts<T extends ApiJourneyOptions> {
  readonly kind: CheckKind;
  readonly name: string;
  readonly options: T;
}

/**
 * Defines a check: an API journey whose body is given. As there, nothing is checked here, and `options` may be
 * anything until the body runs.
 */
export function defineCheck<T extends ApiJourneyOptions>(
  { kind, name, options }: CheckParts<T>,
  body: (context: ApiJourneyContext, options: T) => Promise<unknown>,
): MarkedDefinition {
  async function run(context: ApiJourneyContext): Promise<void> {
    await body(context, options);
  }

  return { mark: DEFINITION_MARK, kind: 'api', check: kind, name, options, body: run };
}

/** A host and its port as the target of a probe; an IPv6 address in brackets. */
export function targetOf(host: string, port: number): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Headers together with those whose values are secrets. */
export function withSecrets(
  secret: SecretFunction,
  plain: Readonly<Record<string, string>> = {},
  secrets: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const read = Object.entries(secrets).map(([header, name]) => [header, secret(name)] as const);

  return { ...plain, ...Object.fromEntries(read) };
}
