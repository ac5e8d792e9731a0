import { DAY_MS } from '../../../core/base/time.ts';
import type { VitalName } from '../../../core/record/run-record.ts';

/** A message of a page's observer. Times are milliseconds since the document's time origin. */
export type VitalsMessage = {
  /** Id of the document; a page loads one after another. */
  readonly document: string;
  /** The document's clock when the message was sent. */
  readonly now: number;
  readonly url: string;
} & VitalsFact;

/** One fact of a page view. */
export type VitalsFact =
  | { readonly kind: 'start' }
  | {
      readonly kind: 'vital';
      readonly name: Exclude<VitalName, 'tbt'>;
      readonly value: number;
      readonly attribution: Readonly<Record<string, string | number>>;
      /** Start of the soft navigation that it is of. Absent: it is the document's. */
      readonly route?: number;
    }
  /** A soft navigation: an input changed the address and painted something. */
  | { readonly kind: 'route'; readonly at: number; readonly to: string }
  /** The latest input when the page was left, until its handlers ended. */
  | {
      readonly kind: 'input';
      readonly at: number;
      readonly durationMs: number;
      readonly element: string;
      readonly interaction: string;
    }
  | { readonly kind: 'shift'; readonly at: number; readonly value: number }
  | { readonly kind: 'interaction' | 'task'; readonly at: number; readonly durationMs: number }
  | {
      readonly kind: 'script';
      readonly at: number;
      readonly durationMs: number;
      readonly script: string;
      readonly invoker: string;
    };

/** Longer messages are not from the observer. */
const MAX_MESSAGE_LENGTH = 100_000;
const MAX_TEXT_LENGTH = 300;
const MAX_URL_LENGTH = 4_000;
const MAX_FACTS = 12;
/** One day; no run takes longer. */
const MAX_TIME_MS = DAY_MS;
const NAMES = ['ttfb', 'fcp', 'lcp', 'cls', 'inp'] as const;

/** Parses the facts that an observer sent together. Invalid facts are ignored. */
export function parseVitalsMessages(text: string): readonly VitalsMessage[] {
  if (text.length > MAX_MESSAGE_LENGTH) return [];
  const raw = parseObject(text);
  if (raw === null) return [];
  const { document, url, now, facts } = raw;
  if (typeof document !== 'string' || typeof url !== 'string') return [];
  if (!isTime(now) || !Array.isArray(facts)) return [];

  return facts.flatMap((each: unknown) => {
    const fact = typeof each === 'object' && each !== null ? factOf({ ...each }) : null;

    return fact === null ? [] : [{ document: cut(document), now, url, ...fact }];
  });
}

type Raw = Readonly<Record<string, unknown>>;

function parseObject(text: string): Raw | null {
  try {
    const value: unknown = JSON.parse(text);

    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    // Not JSON, so not from the observer.
    return null;
  }
}

function factOf(raw: Raw): VitalsFact | null {
  switch (raw['kind']) {
    case 'start':
      return { kind: 'start' };
    case 'vital':
      return vitalOf(raw);
    case 'shift':
      return shiftOf(raw);
    case 'route':
      return routeOf(raw);
    case 'input':
      return inputOf(raw);
    case 'interaction':
    case 'task':
      return spanOf(raw, raw['kind']);
    case 'script':
      return scriptOf(raw);
    default:
      return null;
  }
}

function vitalOf(raw: Raw): VitalsFact | null {
  const { value, route } = raw;
  const name = NAMES.find((each) => each === raw['name']);
  if (name === undefined || !isTime(value)) return null;
  if (route !== undefined && !isTime(route)) return null;
  const attribution = attributionOf(raw['attribution']);

  return { kind: 'vital', name, value, attribution, ...(route === undefined ? {} : { route }) };
}

function routeOf({ at, to }: Raw): VitalsFact | null {
  const isValid = isTime(at) && typeof to === 'string' && to.length <= MAX_URL_LENGTH;

  return isValid && /^https?:/.test(to) ? { kind: 'route', at, to } : null;
}

function inputOf(raw: Raw): VitalsFact | null {
  const { at, durationMs, element, interaction } = raw;
  if (!isTime(at) || !isTime(durationMs)) return null;
  if (typeof element !== 'string' || typeof interaction !== 'string') return null;

  return { kind: 'input', at, durationMs, element: cut(element), interaction: cut(interaction) };
}

function shiftOf(raw: Raw): VitalsFact | null {
  const { at, value } = raw;

  return isTime(at) && isTime(value) ? { kind: 'shift', at, value } : null;
}

function spanOf(raw: Raw, kind: 'interaction' | 'task'): VitalsFact | null {
  const { at, durationMs } = raw;

  return isTime(at) && isTime(durationMs) ? { kind, at, durationMs } : null;
}

function scriptOf(raw: Raw): VitalsFact | null {
  const { at, durationMs, script, invoker } = raw;
  if (!isTime(at) || !isTime(durationMs)) return null;
  if (typeof script !== 'string' || typeof invoker !== 'string') return null;

  return { kind: 'script', at, durationMs, script: cut(script), invoker: cut(invoker) };
}

function attributionOf(value: unknown): Readonly<Record<string, string | number>> {
  if (typeof value !== 'object' || value === null) return {};
  const facts = Object.entries(value).slice(0, MAX_FACTS).flatMap(factEntry);

  return Object.fromEntries(facts);
}

function factEntry([key, fact]: [string, unknown]): readonly (readonly [
  string,
  string | number,
])[] {
  if (!/^[a-zA-Z]{1,30}$/.test(key)) return [];
  if (typeof fact === 'string') return fact === '' ? [] : [[key, cut(fact)]];

  return isTime(fact) ? [[key, rounded(fact)]] : [];
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 && value < MAX_TIME_MS;
}

function cut(text: string): string {
  return text.slice(0, MAX_TEXT_LENGTH);
}
