import { RunFailure } from '../../core/record/outcome.ts';
import type { Clock, SecretStore } from '../../core/ports.ts';

/** ARNs of the secrets, and the time-out of reading. */
export interface AwsSecretsOptions {
  /** ARNs in Secrets Manager or the Parameter Store, by the name that journeys use. */
  readonly arns: Readonly<Record<string, string>>;
  /** Time-out of reading one secret. Default 5 s. */
  readonly callTimeoutMs?: number;
}

const CALL_TIMEOUT_MS = 5_000;
/** Cache time: a rotated secret is used after this at the latest. */
const CACHE_MS = 300_000;

/** Reads secrets by ARN and caches each for five minutes. SDK clients are loaded at first use. */
export function awsSecrets(
  { arns, callTimeoutMs = CALL_TIMEOUT_MS }: AwsSecretsOptions,
  clock: Pick<Clock, 'monotonicMs'>,
): SecretStore {
  const known = new Map(Object.entries(arns));
  const cached = new Map<string, { readonly value: string; readonly untilMs: number }>();

  return {
    read: async (name) => {
      const arn = known.get(name);
      if (arn === undefined) throw unknown(name);
      const fresh = cached.get(arn);
      if (fresh !== undefined && fresh.untilMs > clock.monotonicMs()) return fresh.value;
      const value = await fetchSecret(name, arn, callTimeoutMs);
      cached.set(arn, { value, untilMs: clock.monotonicMs() + CACHE_MS });

      return value;
    },
  };
}

async function fetchSecret(name: string, arn: string, timeoutMs: number): Promise<string> {
  const abortSignal = AbortSignal.timeout(timeoutMs);
  try {
    const value =
      arn.split(':')[2] === 'ssm'
        ? await parameter(arn, abortSignal)
        : await managedSecret(arn, abortSignal);
    if (value !== undefined) return value;
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new RunFailure(
      'monitor.secret',
      `Cannot read secret "${name}" (${arn}): ${reason}; expected a secret that this runner can read`,
      { cause: error },
    );
  }
  throw new RunFailure(
    'monitor.secret',
    `Cannot read secret "${name}" (${arn}): it holds no text; expected a string`,
  );
}

async function managedSecret(arn: string, abortSignal: AbortSignal): Promise<string | undefined> {
  const { readManagedSecret } = await import('./managed-secret.ts');

  return readManagedSecret(arn, { region: regionOf(arn), abortSignal });
}

async function parameter(arn: string, abortSignal: AbortSignal): Promise<string | undefined> {
  const { readParameter } = await import('./parameter-store.ts');

  return readParameter(arn, { region: regionOf(arn), abortSignal });
}

function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}

function unknown(name: string): RunFailure {
  return new RunFailure(
    'monitor.secret',
    `Cannot read secret "${name}": it is not deployed with this runner; expected its ARN under \`secrets\` in waywiser.config.ts`,
  );
}
