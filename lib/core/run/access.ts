import { ownValue } from '../base/own-value.ts';
import type { JourneyPlan } from '../journey/plan.ts';
import { RunFailure } from '../record/outcome.ts';
import { type NamedSecret, optionalSecretField, secretField } from './secret-fields.ts';

/** A certificate that identifies the client, with its private key; both as PEM. */
export interface ClientIdentity {
  readonly certificate: string;
  readonly key: string;
  readonly passphrase: string | null;
}

/** User name and password of HTTP's basic authentication. */
export interface BasicCredentials {
  readonly username: string;
  readonly password: string;
}

/** What gives a journey access to its target, with the values of its secrets. */
export interface Access {
  /** PEM of authorities to trust in addition to the public ones. */
  readonly ca: string | null;
  readonly clientCertificate: ClientIdentity | null;
  readonly credentials: BasicCredentials | null;
}

/** Reads what the plan says of access out of the secrets. Throws a RunFailure `monitor.secret`. */
export function accessOf(
  { access = {} }: Pick<JourneyPlan, 'access'>,
  secrets: Readonly<Record<string, string>>,
): Access {
  const { ca, clientCertificate, credentials } = access;

  return {
    ca: ca === undefined ? null : named(ca, secrets).value,
    clientCertificate:
      clientCertificate === undefined ? null : identityOf(named(clientCertificate, secrets)),
    credentials:
      credentials === undefined || 'username' in credentials
        ? (credentials ?? null)
        : credentialsOf(named(credentials.secret, secrets)),
  };
}

function named(name: string, secrets: Readonly<Record<string, string>>): NamedSecret {
  const value = ownValue(secrets, name);
  if (value !== undefined) return { name, value };
  throw new RunFailure(
    'monitor.secret',
    `Cannot read secret "${name}": it was not read for this run`,
  );
}

function identityOf(secret: NamedSecret): ClientIdentity {
  return {
    certificate: secretField(secret, 'certificate'),
    key: secretField(secret, 'key'),
    passphrase: optionalSecretField(secret, 'passphrase'),
  };
}

function credentialsOf(secret: NamedSecret): BasicCredentials {
  return {
    username: secretField(secret, 'username'),
    password: secretField(secret, 'password'),
  };
}
