import type { CarriedChange, PossibleCause } from '../../core/explain/explanation.ts';
import { INSTRUMENT_METRICS, unitOfMetric, VOLUME_METRICS } from '../../core/rollup/metric.ts';
import type { TimePart } from '../../core/rollup/rollup.ts';
import { formatDifference, formatMetric } from './metric.ts';
import { formatMinute } from './instant.ts';
import { formatRelativeChange, formatShare } from './share.ts';
import { ownValue } from '../../core/base/own-value.ts';

/** A hash of code is not more readable whole. */
const MAX_VERSION = 20;

const VERSIONS: Readonly<Record<string, string>> = {
  chromium: 'Chromium',
  node: 'Node',
  platform: 'Waywiser',
  journey: "the journey's code",
};

const HOST_FACTS: Readonly<Record<string, string>> = {
  address: 'the address of',
  protocol: 'the protocol of',
  tls: 'the TLS version of',
  certificate: 'the certificate of',
  server: 'the server header of',
  cache: 'the cache header of',
};

const SHIFTED: Readonly<Record<string, string>> = {
  [VOLUME_METRICS.bytes]: 'a run transfers',
  [VOLUME_METRICS.requests]: 'requests per run:',
  [INSTRUMENT_METRICS.cpu]: 'the CPU check of the measuring machine takes',
  [INSTRUMENT_METRICS.loop]: 'the longest event-loop delay of the measuring machine is',
};

const CARRIERS: Readonly<Record<Exclude<CarriedChange['by'], 'all-parts' | 'itself'>, string>> = {
  waiting: 'waiting for it takes',
  receiving: 'receiving takes',
  requests: 'requests take',
  machine: "the machine's own work takes",
};

const PHASES: Readonly<Record<string, string>> = {
  dns: 'DNS of',
  tcp: 'TCP connect to',
  tls: 'TLS handshake with',
  send: 'sending to',
  wait: 'waiting for',
  receive: 'receiving from',
  unaccounted: 'preparing and queueing requests to',
};

/** What changed at the same time, as a sentence without its full stop: `Chromium changed from …`. */
export function describePossibleCause(cause: PossibleCause): string {
  const text = describeFact(cause);

  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What is known of a cause besides its description, which may have the amount already. */
export function causeFacts(cause: PossibleCause): readonly string[] {
  const { carries, at } = cause;

  return [
    ...(carries === null || / ms\b/.test(describePossibleCause(cause))
      ? []
      : [`carries ${formatDifference(carries.ms, 'ms')}`]),
    ...(at === null ? [] : [formatMinute(at)]),
  ];
}

function describeFact(cause: PossibleCause): string {
  if (cause.code === 'noted') return describeNote(cause);
  if (cause.code === 'step-changed' || cause.code === 'phase-changed') return describePlace(cause);
  if (cause.code === 'text') return cause.text;

  return `${describeChange(cause)}${carriedBy(cause)}`;
}

/** A change outside the parts of a run, which may carry some of them. */
type OuterCause = Exclude<
  PossibleCause,
  { readonly code: 'noted' | 'step-changed' | 'phase-changed' | 'text' }
>;

function describeChange(cause: OuterCause): string {
  switch (cause.code) {
    case 'version-changed':
      return describeVersion(cause);
    case 'host-fact-changed':
      return describeHostFact(cause);
    case 'host-appeared':
      return `new requests to ${hostOf(cause.subject)}`;
    case 'host-disappeared':
      return `no more requests to ${hostOf(cause.subject)}`;
    case 'metric-shifted':
      return describeShift(cause);
    case 'cold-share-shifted':
      return `${formatShare(cause.after)} of the runs are cold starts instead of ${formatShare(cause.before)}`;
  }
}

type CauseOf<Code extends PossibleCause['code']> = Extract<PossibleCause, { readonly code: Code }>;

function describeVersion({ subject, before, after }: CauseOf<'version-changed'>): string {
  return `${ownValue(VERSIONS, subject) ?? subject} changed from ${short(before)} to ${short(after)}`;
}

function describeHostFact({ subject, before, after }: CauseOf<'host-fact-changed'>): string {
  const name = ownValue(HOST_FACTS, subject.slice(0, subject.indexOf('@'))) ?? subject;

  return `${name} ${hostOf(subject)} changed from ${before ?? '?'} to ${after ?? '?'}`;
}

function describeShift({ subject, before, after }: CauseOf<'metric-shifted'>): string {
  const unit = unitOfMetric(subject);
  const change = formatRelativeChange(before === 0 ? Infinity : after / before - 1);

  return `${ownValue(SHIFTED, subject) ?? subject} ${formatMetric(after, unit)} instead of ${formatMetric(before, unit)} (${change})`;
}

function describeNote({ subject, text, by }: CauseOf<'noted'>): string {
  return `${subject === 'deploy' ? 'deployed' : 'noted'}${by === null ? '' : ` by ${by}`}: ${text}`;
}

function describePlace(cause: CauseOf<'step-changed'> | CauseOf<'phase-changed'>): string {
  const { carries, onlyIn } = cause;
  const where = onlyIn === null ? '' : `, in ${onlyIn} only`;
  const what =
    cause.code === 'step-changed'
      ? `step "${cause.step}"${cause.mostly === null ? '' : ` (mostly ${phaseOf(cause.mostly)})`}`
      : `${phaseOf(cause)}${cause.moreHosts === 0 ? '' : ` and ${cause.moreHosts} more`}`;

  return `${what} takes ${carries === null ? 'another time' : changeOf(carries)}${where}`;
}

/** A phase of the requests to a host: `waiting for shop.example.com`. */
function phaseOf({ phase, host }: Pick<TimePart, 'phase' | 'host'>): string {
  if (host === null) return phase === 'own' ? 'time without any request' : 'requests left out';

  return `${ownValue(PHASES, phase) ?? phase} ${host}`;
}

function carriedBy({ carries }: PossibleCause): string {
  if (carries === null || carries.by === 'itself') return '';
  if (carries.by === 'all-parts') return ': all parts of the run changed alike';

  return `: ${CARRIERS[carries.by]} ${changeOf(carries)}`;
}

/** `12 ms longer, 97% of the change`. */
function changeOf({ ms, share }: CarriedChange): string {
  const amount = `${formatMetric(Math.abs(ms), 'ms')} ${ms < 0 ? 'less' : 'longer'}`;

  return `${amount}, ${describeSharedPart(share)}`;
}

/** In whole percent: the estimate of a share is no more precise. */
function describeSharedPart(share: number): string {
  if (share > 1.005) return 'more than the whole change';
  const percent = Math.round(share * 100);

  return `${percent === 0 ? 'less than 1%' : formatShare(percent / 100)} of the change`;
}

function hostOf(subject: string): string {
  return subject.slice(subject.indexOf('@') + 1);
}

function short(version: string | null): string {
  return (version ?? '?').slice(0, MAX_VERSION);
}
