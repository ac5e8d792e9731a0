import type { MetricUnit } from '../rollup/metric.ts';
import { SECOND_MS } from '../base/time.ts';

const MIB = 1024 * 1024;
const KIB = 1024;
const WHOLE_FROM = 100;
const TENTHS_FROM = 10;

/** A number of milliseconds, never more precise than it can be: `0.42 ms`, `12.3 ms`, `1.25 s`. */
export function msWords(ms: number): string {
  const size = Math.abs(ms);
  if (size >= TENTHS_FROM * SECOND_MS) return `${(size / SECOND_MS).toFixed(1)} s`;
  if (size >= SECOND_MS) return `${(size / SECOND_MS).toFixed(2)} s`;

  return `${shortNumber(size)} ms`;
}

/** A value with its unit. */
export function valueWords(value: number, unit: MetricUnit): string {
  if (unit === 'ms') return msWords(value);
  if (unit === 'bytes') return bytesWords(value);

  return Number.isInteger(value) ? String(value) : shortNumber(value);
}

function bytesWords(bytes: number): string {
  if (bytes >= MIB) return `${shortNumber(bytes / MIB)} MiB`;

  return bytes >= KIB ? `${shortNumber(bytes / KIB)} KiB` : `${Math.round(bytes)} B`;
}

function shortNumber(value: number): string {
  if (value >= WHOLE_FROM) return String(Math.round(value));

  return value.toFixed(value >= TENTHS_FROM ? 1 : 2);
}

/** `12 ms longer`, `3.4 ms less`. */
export function changeWords(changeMs: number): string {
  return `${msWords(changeMs)} ${changeMs < 0 ? 'less' : 'longer'}`;
}

/** How much of a change a part carries: `97% of the change`. */
export function ofChange(carriesMs: number, changeMs: number): string {
  const percent = Math.round((carriesMs / changeMs) * 100);

  return percent > 100 ? 'more than the whole change' : `${percent}% of the change`;
}

/** `+12%`, `−3%`; `from nothing`, of which no share can be told. */
export function relativeWords(relative: number): string {
  if (relative === Infinity) return 'from nothing';
  const percent = Math.round(relative * 100);

  return percent < 0 ? `−${-percent}%` : `+${percent}%`;
}

/** With a capital letter. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const PHASE_WORDS: Readonly<Record<string, string>> = {
  dns: 'looking up',
  tcp: 'connecting to',
  tls: 'the TLS handshake with',
  send: 'sending to',
  wait: 'waiting for',
  receive: 'receiving from',
  unaccounted: 'preparing and queueing requests to',
};

/** What takes place in a phase, before the name of the host: `waiting for shop.example.com`. */
export function phaseWords(phase: string, host: string | null): string {
  if (host === null) return phase === 'own' ? 'time without any request' : 'requests left out';

  return `${PHASE_WORDS[phase] ?? phase} ${host}`;
}
