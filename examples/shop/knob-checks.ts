import { BREAKABLE } from './breakable.ts';
import type { Knobs } from './knobs.ts';

/** The expected value of a knob in words, and a check. */
interface Check {
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
}

const AMOUNT: Check = { expected: 'a number of 0 or more', accepts: isAmount };

const CHECKS: Readonly<Record<keyof Knobs, Check>> = {
  delayMs: {
    expected: 'milliseconds by route, such as { "/api": 200 }',
    accepts: (value) => isObject(value) && Object.values(value).every(isAmount),
  },
  jitterPercent: {
    expected: 'a number of 0 to 100',
    accepts: (value) => isAmount(value) && value <= 100,
  },
  errors: {
    expected: 'a list such as [{ "route": "/api", "rate": 0.1, "status": 503 }]',
    accepts: (value) => Array.isArray(value) && value.every(isError),
  },
  leakKb: AMOUNT,
  layoutShift: { expected: 'true or false', accepts: (value) => typeof value === 'boolean' },
  slowImageMs: AMOUNT,
  busyClickMs: AMOUNT,
  broken: {
    expected: `a list of parts: ${BREAKABLE.join(', ')}`,
    accepts: (value) => Array.isArray(value) && value.every((part) => BREAKABLE.includes(part)),
  },
  thirdParty: {
    expected: 'the URL of a script, or null',
    accepts: (value) => value === null || (typeof value === 'string' && URL.canParse(value)),
  },
  drift: {
    expected: 'null, or such as { "route": "/api", "msPerHour": 5, "speedUp": 60 }',
    accepts: (value) => value === null || isDrift(value),
  },
};

/**
 * Validates changes of knobs; throws a TypeError that names the first
 * invalid one and the expected value.
 */
export function checkedChanges(changes: unknown): Partial<Knobs> {
  if (!isObject(changes)) throw new TypeError('Cannot set the knobs: expected a JSON object');

  const unknown = Object.keys(changes).filter((name) => !Object.hasOwn(CHECKS, name));
  if (unknown.length > 0) {
    const known = Object.keys(CHECKS).join(', ');
    throw new TypeError(`Cannot set ${unknown.join(', ')}: unknown knob; expected ${known}`);
  }
  for (const [name, { expected, accepts }] of Object.entries(CHECKS)) {
    if (Object.hasOwn(changes, name) && !accepts(changes[name])) {
      throw new TypeError(
        `Cannot set ${name} to ${JSON.stringify(changes[name])}: expected ${expected}`,
      );
    }
  }

  return changes;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isError(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { route, rate, status } = value;

  return typeof route === 'string' && isAmount(rate) && rate <= 1 && isStatus(status);
}

function isStatus(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 400 && value <= 599;
}

function isDrift(value: unknown): boolean {
  if (!isObject(value) || typeof value['route'] !== 'string') return false;
  const { msPerHour, percentPerHour, speedUp = 1 } = value;
  const rates = [msPerHour, percentPerHour].filter((rate) => rate !== undefined);

  return rates.length > 0 && [...rates, speedUp].every(Number.isFinite);
}
