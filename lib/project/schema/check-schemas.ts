import { z } from 'zod';
import { CHECK_KINDS, type CheckKind } from '../../core/journey/checks/probe.ts';
import { fieldsOf } from '../../core/base/plain-data.ts';
import { DNS_TYPES } from '../../core/journey/checks/dns-probe.ts';
import { TLS_DAYS, TLS_VERSIONS } from '../../core/journey/checks/tls-probe.ts';
import { apiOptions, MAX_CERTIFICATE_DAYS } from './journey-schema.ts';
import {
  domainName,
  flag,
  matching,
  nonEmptyText,
  oneOf,
  serverHost,
  whole,
} from './option-schemas.ts';
import { listedSecrets, STREAM_OPTIONS } from './stream-schemas.ts';

/** Greatest port of TCP and UDP. */
const MAX_PORT = 65_535;

const SERVER = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?)(?::\d{1,5})?$/;
const IPV6 = /^[0-9A-Fa-f]*:[0-9A-Fa-f:.]*$/;

/** More records than any answer holds. */
const MAX_RECORDS = 1_000;
const DNS_EXPECTED = 'a list of values such as ["192.0.2.1"], or a number of records';

const port = whole(1, MAX_PORT);

/** What each check has beside the options of an API journey. */
const OWN_OPTIONS = {
  dns: z.strictObject({
    host: domainName(),
    type: oneOf(DNS_TYPES).optional(),
    resolver: server('such as "1.1.1.1" or "[::1]:5353"').optional(),
    transport: oneOf(['udp', 'tcp']).optional(),
    expect: z.union([dnsValues(), whole(1, MAX_RECORDS)], DNS_EXPECTED).optional(),
    includes: dnsValues().optional(),
    dnssec: flag().optional(),
  }),
  tcp: z.strictObject({
    host: serverHost(),
    port,
    send: nonEmptyText('a text').optional(),
    expect: nonEmptyText('a text').optional(),
  }),
  tls: z.strictObject({
    host: serverHost(),
    port: port.optional(),
    serverName: domainName().optional(),
    connectTo: server('such as "10.0.0.7:8443"').optional(),
    minVersion: oneOf(TLS_VERSIONS).optional(),
    failDays: whole(0, MAX_CERTIFICATE_DAYS).optional(),
    warnDays: whole(0, MAX_CERTIFICATE_DAYS).optional(),
  }),
  ...STREAM_OPTIONS,
} as const satisfies Record<CheckKind, z.ZodObject>;

/** A host with or without port. */
function server(example: string): z.ZodString {
  const expected = `a host with or without port, ${example}`;

  return matching(z.string(expected), {
    test: (value) => SERVER.test(value) || IPV6.test(value),
    what: 'not a server',
    expected,
  });
}

function dnsValues(): z.ZodArray<z.ZodString> {
  const expected = 'a list of values such as ["192.0.2.1"]';

  return z.array(nonEmptyText('a value'), expected).min(1, 'at least one value');
}

/** The options of a check that an API journey does not have. */
export function ownCheckOptions(kind: CheckKind): z.ZodObject {
  return OWN_OPTIONS[kind];
}

/** Schema of all options of a check. */
export function checkOptions(kind: CheckKind): typeof apiOptions {
  const options = apiOptions.extend(OWN_OPTIONS[kind].shape);

  return options.superRefine((given, context) => {
    if (kind === 'tls') ascendingDays(given, context);
    listedSecrets(given, context);
    unusedOptions(given, context);
  });
}

/** The check that a definition says it is; null: none. */
export function checkKindOf(value: unknown): CheckKind | null {
  return CHECK_KINDS.find((kind) => kind === value) ?? null;
}

/** What a check would ignore, with what to do. */
const UNUSED = {
  credentials:
    'a check does not send them; expected an authorization header in secretHeaders, where a check has these',
  allowStatus: 'a check accepts one status only; expected an apiJourney',
};

function unusedOptions(options: object, context: Pick<z.RefinementCtx, 'addIssue'>): void {
  const given = fieldsOf(options);
  for (const [name, message] of Object.entries(UNUSED)) {
    if (given[name] !== undefined) context.addIssue({ code: 'custom', path: [name], message });
  }
}

/** A run that fails says more than a warning, so the warning must come first. */
function ascendingDays(options: object, context: Pick<z.RefinementCtx, 'addIssue'>): void {
  const given = fieldsOf(options);
  const { failDays = TLS_DAYS.fail, warnDays = TLS_DAYS.warn } = given;
  if (typeof failDays !== 'number' || typeof warnDays !== 'number' || failDays <= warnDays) return;
  const [name, message] =
    given['failDays'] === undefined
      ? ['warnDays', `it is below failDays (${failDays}); expected at least ${failDays}`]
      : ['failDays', `it is above warnDays (${warnDays}); expected at most ${warnDays}`];
  context.addIssue({ code: 'custom', path: [name], message });
}

/** Days left of a certificate at which a check has an alarm, the first one first. */
export function checkedDays(kind: CheckKind | null, options: object): readonly number[] | null {
  if (kind !== 'tls') return null;
  const { warnDays = TLS_DAYS.warn, failDays = TLS_DAYS.fail } = fieldsOf(options);
  const days = [...new Set([warnDays, failDays])].filter((each) => typeof each === 'number');

  return days.filter((each) => each > 0);
}
