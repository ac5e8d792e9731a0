import { z } from 'zod';
import { fieldsOf } from '../../core/base/plain-data.ts';
import { expectationProblem } from '../../core/journey/checks/expectation.ts';
import {
  distinct,
  domainName,
  flag,
  headers,
  matching,
  nonEmptyText,
  secretName,
  serverHost,
  whole,
  wrongType,
} from './option-schemas.ts';

/** Greatest port of TCP and UDP. */
const MAX_PORT = 65_535;
/** Messages that a check of a WebSocket reads at most. */
const MAX_AMONG = 1_000;

/** Another way to the server than the URL says. */
const ROUTE = {
  connectTo: nonEmptyText('a host with or without port, such as "10.0.0.7:8443"').optional(),
  serverName: domainName().optional(),
};

/** Own options of the checks of streams and calls. */
export const STREAM_OPTIONS = {
  ws: z.strictObject({
    url: urlWith('wss', 'ws'),
    headers: headers().optional(),
    secretHeaders: secretsByName().optional(),
    subprotocols: distinct(z.array(subprotocol(), 'a list of subprotocols')).optional(),
    send: nonEmptyText('a text').optional(),
    expect: expectation().optional(),
    among: whole(1, MAX_AMONG).optional(),
    ...ROUTE,
  }),
  sse: z.strictObject({
    url: urlWith('https', 'http'),
    headers: headers().optional(),
    secretHeaders: secretsByName().optional(),
    event: nonEmptyText('the name of an event').optional(),
    expect: expectation().optional(),
    ...ROUTE,
  }),
  grpc: z.strictObject({
    host: serverHost(),
    port: whole(1, MAX_PORT).optional(),
    service: nonEmptyText('the name of a service').optional(),
    tls: flag().optional(),
    metadata: headers().optional(),
    secretMetadata: secretsByName().optional(),
    authority: authority().optional(),
    serverName: domainName().optional(),
  }),
} as const;

function urlWith(secure: string, plain: string): z.ZodString {
  const expected = `a URL that begins with ${secure}:// or ${plain}://, without user name and password`;

  return matching(z.string(expected), {
    test: (value) => {
      const url = URL.canParse(value) ? new URL(value) : null;
      const isScheme = [`${secure}:`, `${plain}:`].includes(url?.protocol ?? '');

      return isScheme && url?.username === '' && url.password === '';
    },
    what: 'no such URL',
    expected,
  });
}

function subprotocol(): z.ZodString {
  const expected = 'a token such as "graphql-transport-ws"';

  return matching(z.string(expected), {
    test: (value) => /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(value),
    what: 'not the name of a subprotocol',
    expected,
  });
}

function authority(): z.ZodString {
  const expected = 'a host with or without port';

  return matching(z.string(expected), {
    test: (value) => /^[^\s/?#@\\]+$/.test(value),
    what: 'no authority',
    expected,
  });
}

/** Names of secrets by the names of headers. */
function secretsByName(): z.ZodRecord<z.ZodString, z.ZodString> {
  return z.record(nonEmptyText('a name'), secretName(), 'an object of names of secrets by header');
}

/** A check reads a secret as a journey does: only if it is in the list. */
export function listedSecrets(options: object, context: Pick<z.RefinementCtx, 'addIssue'>): void {
  const given = fieldsOf(options);
  const { secrets } = given;
  const listed: readonly unknown[] = Array.isArray(secrets) ? secrets : [];
  for (const option of ['secretHeaders', 'secretMetadata']) {
    for (const [header, name] of Object.entries(fieldsOf(given[option]))) {
      if (listed.includes(name)) continue;
      context.addIssue({
        code: 'custom',
        path: [option, header],
        message:
          'it is not among the secrets of the check; expected its name in the option secrets',
      });
    }
  }
}

/** As {@link expectationProblem}, which the probe asks as well. */
function expectation(): z.ZodType {
  const expected = 'a text, { matches: "a regular expression" } or { json: part of the value }';

  return z
    .custom((value) => typeof value === 'string' || isObject(value), wrongType(expected))
    .superRefine((value, context) => {
      const problem = expectationProblem(value);
      if (problem === null) return;
      context.addIssue({ code: 'custom', message: `it ${problem}; expected ${expected}` });
    });
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
