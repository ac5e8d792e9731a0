import { z } from 'zod';
import { formatDurationOption, parseDuration } from '../../core/journey/duration.ts';
import { timeZoneProblem } from '../../core/schedule/time-zone.ts';
import { nearestWord } from '../../core/base/nearest-word.ts';
import { isLiveThing } from '../compile/inspection.ts';

// Messages of these schemas name the expected value; those of `issue` start with the reason.

type Issuer = Pick<z.RefinementCtx, 'addIssue'>;

const NAME_EXPECTED = 'letters, digits and "-", beginning and ending with a letter or digit';
const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;
const HOST = /^(?:\*\.)?(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\.)*[A-Za-z0-9_-]+\.?$/;
const IPV6 = /^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$/;
/** Secrets Manager: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
const SECRET_NAME = /^[A-Za-z0-9/_+=.@-]{1,512}$/;
/** RFC 9110, section 5.6.2. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** AWS tags: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const TAG = { key: 128, value: 256 };

/** A schema for strings that are not empty. */
export function nonEmptyText(expected: string): z.ZodString {
  return z.string(expected).min(1, expected);
}

/** A schema for booleans. */
export function flag(): z.ZodBoolean {
  return z.boolean('true or false');
}

/** A schema for whole numbers from `min` to `max`, both included. */
export function whole(min: number, max: number): z.ZodNumber {
  const expected = `a whole number from ${min} to ${max}`;
  const message = `it is out of range; expected ${expected}`;

  return z
    .number(expected)
    .refine((value) => Number.isInteger(value) && value >= min && value <= max, message);
}

/** A schema for durations such as `30s` from `minMs` to `maxMs`; its output is in milliseconds. */
export function duration(
  minMs: number,
  maxMs: number,
): z.ZodPipe<z.ZodString, z.ZodTransform<number, string>> {
  const range = `${formatDurationOption(minMs)} to ${formatDurationOption(maxMs)}`;

  return z
    .string('a duration such as "30s"')
    .transform((value, context) => {
      const parsed = parseDuration(value);
      if (parsed.kind === 'problem') return refuse(context, parsed.message);
      if (parsed.ms >= minMs && parsed.ms <= maxMs) return parsed.ms;
      const bound = parsed.ms < minMs ? 'too short' : 'too long';

      return refuse(context, `it is ${bound}; expected ${range} (${maxMs / 1_000} s)`);
    })
    .describe(`a duration from ${range}`);
}

/** A schema for one word of a short list, which messages show. */
export function oneOf<const T extends string>(
  words: readonly T[],
): z.ZodPipe<z.ZodString, z.ZodTransform<T, string>> {
  const expected = `one of ${words.join(', ')}`;

  return z.string(expected).transform((value, context) => {
    const word = words.find((each) => each === value);

    return word ?? refuse(context, `it is unknown; expected ${expected}`);
  });
}

/** A schema for a name of a long list, such as devices or regions; messages show the nearest name. */
export function knownName(what: string, names: readonly string[]): z.ZodString {
  return z.string(what).superRefine((value, context) => {
    if (names.length === 0 || names.includes(value)) return;
    refuse(context, `it is unknown; expected ${nearestOf(value, names) ?? what}`);
  });
}

/** A list without duplicates. */
export function distinct<T extends z.ZodArray>(list: T): T {
  return list.superRefine((values, context) => {
    const items: readonly unknown[] = values;
    for (const [index, value] of items.entries()) {
      if (items.indexOf(value) === index) continue;
      context.addIssue({
        code: 'custom',
        path: [index],
        message: 'it is in the list twice; expected each value once',
      });
    }
  });
}

/** A schema for URLs with http or https. */
export function httpUrl(): z.ZodString {
  const expected = 'a URL such as "https://shop.example"';

  return z.string(expected).superRefine((value, context) => {
    const url = URL.canParse(value) ? new URL(value) : null;
    if (url === null) return refuse(context, `it is not a URL; expected ${expected}`);
    if (url.protocol === 'http:' || url.protocol === 'https:') return undefined;

    return refuse(context, `its protocol is ${url.protocol}; expected http: or https:`);
  });
}

/** A schema for time zones of the IANA database. */
export function timeZone(): z.ZodString {
  return z.string('a time zone such as "Europe/Amsterdam"').superRefine((value, context) => {
    const problem = timeZoneProblem(value);
    if (problem !== null) refuse(context, problem);
  });
}

/** A schema for language tags such as `nl-NL`. */
export function locale(): z.ZodString {
  const expected = 'a language tag such as "nl-NL"';

  return matching(z.string(expected), { test: isLocale, what: 'not a language tag', expected });
}

/** A schema for host names, with or without a leading `*.`, and IP addresses; no scheme, port or path. */
export function host(): z.ZodString {
  const expected = 'a host such as "shop.example" or "*.shop.example", without scheme and port';

  return matching(z.string(expected), { test: isHost, what: 'not a host', expected });
}

/** A schema for one server: a host name or an IP address; no `*.`, scheme, port or path. */
export function serverHost(): z.ZodString {
  const expected = 'a host such as "mail.shop.example" or an IP address, without scheme and port';

  return matching(z.string(expected), {
    test: (value) => isHost(value) && !value.startsWith('*'),
    what: 'not a host',
    expected,
  });
}

/** A schema for names that a resolver is asked for: no addresses, no `*.`. */
export function domainName(): z.ZodString {
  const expected = 'a name such as "sso.corp.example"';

  return matching(z.string(expected), {
    test: (value) => isHost(value) && !/^\*|:|^[\d.]+$/.test(value),
    what: 'not a domain name',
    expected,
  });
}

/** A schema for host names, IP addresses and CIDR ranges. */
export function hostOrRange(): z.ZodString {
  const expected = 'a host, an address or a range such as "10.0.0.0/8"';

  return matching(z.string(expected), {
    test: (value) => isHost(value) || isRange(value),
    what: 'neither a host nor a range',
    expected,
  });
}

/** A schema for names of secrets, as Secrets Manager accepts them. */
export function secretName(): z.ZodString {
  const expected = 'letters, digits and /_+=.@-, at most 512';

  return matching(z.string(expected), {
    test: (value) => SECRET_NAME.test(value),
    what: 'not a valid name of a secret',
    expected,
  });
}

/** A schema for names that become part of names in AWS: {@link NAME_EXPECTED}. */
export function resourceName(longest: number): z.ZodString {
  const expected = `at most ${longest} ${NAME_EXPECTED}`;

  return matching(z.string(expected), {
    test: (value) => value.length <= longest && NAME.test(value),
    what: 'not a valid name for AWS resources',
    expected,
  });
}

/** A schema for objects whose values are strings. */
export function texts(): z.ZodRecord<z.ZodString, z.ZodString> {
  return z.record(nonEmptyText('a name'), z.string('a string'), 'an object of strings by name');
}

/** A schema for nested JSON data, without functions and class instances. */
export function plainObject(expected: string): z.ZodRecord<z.ZodString, z.ZodUnknown> {
  return z.record(z.string(), z.unknown(), expected).superRefine((value, context) => {
    const path = liveThingIn(value, []);
    if (path === null) return;
    context.addIssue({
      code: 'custom',
      path: [...path],
      message: 'it is not plain data; expected JSON',
    });
  });
}

/** Makes a custom check report like the built-in ones: only with the expected value. */
export function wrongType(expected: string): {
  readonly message: string;
  readonly params: Record<string, unknown>;
} {
  return { message: expected, params: { wrongType: true } };
}

/** A schema for request headers by name. */
export function headers(): z.ZodRecord<z.ZodString, z.ZodString> {
  return texts().superRefine((values, context) => {
    for (const name of Object.keys(values).filter((key) => !HEADER_NAME.test(key))) {
      const message = 'its name is not a valid header name; expected letters, digits and "-"';
      context.addIssue({ code: 'custom', path: [name], message });
    }
  });
}

/** A schema for AWS tags by key, within AWS's limits. */
export function tags(): z.ZodRecord<z.ZodString, z.ZodString> {
  return texts().superRefine((values, context) => {
    for (const [key, value] of Object.entries(values)) {
      if (key.length <= TAG.key && value.length <= TAG.value && !/^aws:/i.test(key)) continue;
      const message = `AWS does not allow this tag; expected at most ${TAG.key} characters of key, ${TAG.value} of value, and no "aws:" before the key`;
      context.addIssue({ code: 'custom', path: [key], message });
    }
  });
}

/** A schema for strings that pass a test; `what` describes strings that do not. */
export function matching(
  schema: z.ZodString,
  rule: {
    readonly test: (value: string) => boolean;
    readonly what: string;
    readonly expected: string;
  },
): z.ZodString {
  return schema.refine(rule.test, `it is ${rule.what}; expected ${rule.expected}`);
}

/** The name nearest to a misspelt one, in quotes, for messages; null: none is near. */
export function nearestOf(word: string, names: readonly string[]): string | null {
  const nearest = nearestWord(word, names);

  return nearest === null ? null : `"${nearest}"`;
}

function refuse(context: Issuer, message: string): never {
  context.addIssue({ code: 'custom', message });

  return z.NEVER;
}

function liveThingIn(value: unknown, path: readonly string[]): readonly string[] | null {
  if (isLiveThing(value)) return path;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const found = liveThingIn(inner, [...path, key]);
    if (found !== null) return found;
  }

  return null;
}

function isHost(value: string): boolean {
  return value.length <= 253 && (HOST.test(value) || IPV6.test(value));
}

function isRange(value: string): boolean {
  const [address = '', bits = '', ...rest] = value.split('/');
  const longest = address.includes(':') ? 128 : 32;
  const isAddress = IPV6.test(address) || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(address);

  return rest.length === 0 && isAddress && /^\d{1,3}$/.test(bits) && Number(bits) <= longest;
}

function isLocale(value: string): boolean {
  try {
    return Intl.getCanonicalLocales(value).length === 1;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
