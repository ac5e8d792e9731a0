import { DAY_MS } from '../base/time.ts';
import type { Cause } from '../record/outcome.ts';
import { DAYS_PER_MONTH, type InjectedChange } from './scenarios.ts';
import { sum } from '../stats/sums.ts';

/** Effects of the injected changes on the runs of one instant. */
export interface Effects {
  /** Additional server time of a step in milliseconds, over all its requests. */
  readonly addedMs: (step: string) => number;
  readonly dnsAddMs: number;
  readonly hosts: readonly (InjectedChange & { readonly kind: 'host' })[];
  readonly bytesFactor: number;
  /** Factor on the browser's own work, and the browser's version where it is injected. */
  readonly ownFactor: number;
  readonly chromium: string | null;
  /** Factor on all computation of the measuring machine. */
  readonly cpuFactor: number;
  /** Cause with which every run of this instant fails; null: no outage. */
  readonly outage: Cause | null;
}

/** Times of a step without injected changes and variation. */
export interface PlainStep {
  readonly durationMs: number;
  /** Sum over its requests. */
  readonly waitMs: number;
}

const MONTH_MS = DAYS_PER_MONTH * DAY_MS;

/** Computes the effects of injected changes at an instant; `plain` holds the steps' times without them. */
export function effectsAt(
  changes: readonly InjectedChange[],
  atMs: number,
  plain: ReadonlyMap<string, PlainStep>,
): Effects {
  const begun = changes.filter((each) => atMs >= ('atMs' in each ? each.atMs : each.fromMs));
  const chromium = changes.find((each) => each.kind === 'chromium');
  const upgraded = chromium !== undefined && begun.includes(chromium);

  return {
    addedMs: (step) => {
      const times = plain.get(step);

      return times === undefined ? 0 : addedMs(begun, atMs, { step, times });
    },
    dnsAddMs: sum(begun.map((each) => (each.kind === 'dns' ? each.addMs : 0))),
    hosts: begun.filter((each) => each.kind === 'host'),
    bytesFactor: product(begun.map((each) => (each.kind === 'bytes' ? each.factor : 1))),
    ownFactor: upgraded ? chromium.ownFactor : 1,
    chromium: chromium === undefined ? null : chromium[upgraded ? 'after' : 'before'],
    cpuFactor: product(begun.map((each) => (each.kind === 'cpu' ? each.factor : 1))),
    outage: outageAt(begun, atMs),
  };
}

function addedMs(
  begun: readonly InjectedChange[],
  atMs: number,
  { step, times }: { readonly step: string; readonly times: PlainStep },
): number {
  return sum(
    begun.map((each) => {
      if (each.kind === 'slower' && (each.step ?? step) === step) {
        return each.share * times.durationMs;
      }
      if (each.kind === 'drift' && each.step === step) {
        return each.perMonth * ((atMs - each.fromMs) / MONTH_MS) * times.waitMs;
      }

      return 0;
    }),
  );
}

function outageAt(begun: readonly InjectedChange[], atMs: number): Cause | null {
  const outage = begun.find((each) => each.kind === 'outage' && atMs < each.untilMs);

  return outage?.kind === 'outage' ? outage.cause : null;
}

function product(values: readonly number[]): number {
  return values.reduce((total, value) => total * value, 1);
}
