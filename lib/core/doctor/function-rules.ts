import { mayBeComplete } from '../deploy/secret-arn.ts';
import type { FunctionFact } from './doctor-fact.ts';
import type { DeployedFunction, PolicyStatement, SecretDescription } from './doctor-ports.ts';

/** A function in a region. */
export interface FunctionPlace {
  readonly function: string;
  readonly region: string;
}

const FAILED = 'Failed';
const BUSY: ReadonlySet<string> = new Set(['Pending', 'InProgress']);

/** Whether a function exists and can run; `live`: its alias, undefined where it needs none. */
export function functionFacts(
  place: FunctionPlace,
  found: DeployedFunction | null,
  live?: DeployedFunction | null,
): readonly FunctionFact[] {
  if (found === null) return [{ code: 'function-missing', ...place }];
  if (live === null) return [{ code: 'alias-missing', ...place }];
  const { state, lastUpdate, reason } = found;
  if (state === FAILED || lastUpdate === FAILED) {
    return [{ code: 'function-failed', ...place, state: `${state}, ${lastUpdate}`, reason }];
  }

  return BUSY.has(state) || BUSY.has(lastUpdate)
    ? [{ code: 'function-busy', ...place, state: `${state}, ${lastUpdate}`, reason }]
    : [];
}

/** Whether a secret exists and can be decrypted with the permissions of a runner. */
export function secretFacts(
  { secret, arn }: { readonly secret: string; readonly arn: string },
  found: SecretDescription | null,
): readonly FunctionFact[] {
  if (found === null) return [{ code: 'secret-missing', secret, arn }];
  const { deletedAtMs, key } = found;
  if (deletedAtMs !== null) return [{ code: 'secret-deleted', secret, arn, deletedAtMs }];

  return key !== null && isElsewhere(key, arn)
    ? [{ code: 'secret-key-elsewhere', secret, key }]
    : [];
}

/** Roles may decrypt with keys of the secret's own account and region; a plain id or an alias is there. */
function isElsewhere(key: string, arn: string): boolean {
  if (!key.startsWith('arn:')) return false;

  return placeOf(key) !== placeOf(arn);
}

/** Region and account of an ARN. */
function placeOf(arn: string): string {
  return arn.split(':').slice(3, 5).join(':');
}

/** A secret that a runner reads. */
export interface NamedSecret {
  readonly secret: string;
  /** As in the configuration. */
  readonly arn: string;
}

/** The action with which a runner reads a secret. */
export function readActionOf(arn: string): string {
  return arn.split(':')[2] === 'ssm' ? 'ssm:GetParameter' : 'secretsmanager:GetSecretValue';
}

/** The ARN that a runner may call a secret by: in the configuration, what the service adds to a name may be left out. */
export function wholeArnOf(arn: string): string {
  return arn.split(':')[2] === 'ssm' || mayBeComplete(arn) ? arn : `${arn}-AAAAAA`;
}

/** Secrets that a role's policy does not name. Null: there is no such role. */
export function policyFacts(
  place: FunctionPlace & { readonly role: string },
  statements: readonly PolicyStatement[] | null,
  secrets: readonly NamedSecret[],
): readonly FunctionFact[] {
  if (statements === null) return [{ code: 'role-missing', ...place }];

  return secrets
    .filter(({ arn }) => !isNamed(arn, statements))
    .map((secret) => ({ code: 'role-lacks-secret', ...place, ...secret }));
}

function isNamed(arn: string, statements: readonly PolicyStatement[]): boolean {
  const action = readActionOf(arn);

  return statements.some(
    ({ effect, actions, resources }) =>
      effect === 'Allow' &&
      actions.some((each) => matches(each.toLowerCase(), action.toLowerCase())) &&
      resources.some((each) => matches(each, wholeArnOf(arn))),
  );
}

/** Whether a text matches a pattern of IAM: `*` stands for any text, `?` for one character. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');

  return new RegExp(`^${source}$`).test(text);
}
