import type { SecretStore } from '../../core/ports.ts';
import { RunFailure } from '../../core/record/outcome.ts';

/** The environment variable that holds a secret on this machine: `shop/test-user` → `WAYWISER_SECRET_SHOP_TEST_USER`. */
export function secretVariable(name: string): string {
  return `WAYWISER_SECRET_${name.replaceAll(/[^A-Za-z0-9]+/g, '_').toUpperCase()}`;
}

/** Reads secrets from environment variables, as `waywiser run` and `waywiser dev` do. */
export function environmentSecrets(env: Readonly<Record<string, string | undefined>>): SecretStore {
  return {
    read: async (name) => {
      const variable = secretVariable(name);
      const value = env[variable];
      if (value === undefined || value === '') {
        throw new RunFailure(
          'monitor.secret',
          `Cannot read secret "${name}": ${variable} is ${value === undefined ? 'not set' : 'empty'}; expected its value in that environment variable`,
        );
      }

      return value;
    },
  };
}
