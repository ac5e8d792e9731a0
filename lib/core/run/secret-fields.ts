import { ownValue } from '../base/own-value.ts';
import { RunFailure } from '../record/outcome.ts';

/** A secret's name and its value. */
export interface NamedSecret {
  readonly name: string;
  readonly value: string;
}

/** A text field of a secret that is a JSON object. Throws a RunFailure `monitor.secret` where there is none. */
export function secretField({ name, value }: NamedSecret, field: string): string {
  const parsed = parsedObject(value);
  const found = parsed === null ? undefined : ownValue(parsed, field);
  if (typeof found === 'string') return found;
  const problem = parsed === null ? 'is not a JSON object' : `has no text field "${field}"`;
  throw new RunFailure(
    'monitor.secret',
    `Cannot read "${field}" of secret "${name}": it ${problem}`,
  );
}

/** As {@link secretField}; null where the object has no such field. */
export function optionalSecretField(secret: NamedSecret, field: string): string | null {
  const parsed = parsedObject(secret.value);

  return parsed !== null && ownValue(parsed, field) === undefined
    ? null
    : secretField(secret, field);
}

function parsedObject(value: string): Readonly<Record<string, unknown>> | null {
  try {
    const parsed: unknown = JSON.parse(value);

    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : null;
  } catch {
    return null;
  }
}
