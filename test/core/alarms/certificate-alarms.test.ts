import { journeyAlarms } from '../../../lib/core/alarms/journey-alarms.ts';
import type { AlarmEvidence } from '../../../lib/core/alarms/alarm-evidence.ts';
import type { WatchedAlarm } from '../../../lib/core/alarms/alarm-watch.ts';
import { localAlarms } from '../../../lib/core/alarms/local-alarms.ts';
import { MINUTE_MS } from '../../../lib/core/base/time.ts';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { describeAlarmEvidence } from '../../../lib/report/format/describe-alarm-evidence.ts';
import { requestRecord } from '../../support/record-parts.ts';
import { runRecord } from '../../support/run-records.ts';
import { conditionOf, mathAlarm, withArrow } from './alarm-parts.ts';
import { planOf } from './journey-plan.ts';

const FRAME = { stage: 'prod', runbookUrl: 'https://docs.test/runbook' };
const ALARM = { failingRegions: 1, datapoints: [1, 1], daysToExpiry: [21, 7] } as const;
const OFTEN = { kind: 'cron', expression: '0/10 * * * ? *', timeZone: 'UTC' } as const;
const EVERY_MINUTES = 10;
const START_MS = Date.UTC(2026, 10, 23, 8);

describe('journeyAlarms() of certificates', () => {
  it('has an alarm for each number of days, which keeps its state without data', () => {
    const alarms = journeyAlarms(planOf({ alarm: ALARM, schedule: OFTEN }), FRAME).filter(
      ({ kind }) => kind === 'certificate',
    );

    expect(alarms.map(({ label }) => label)).toEqual(['certificate 21', 'certificate 7']);
    expect(conditionOf(mathAlarm(alarms, 'certificate'))).toMatchObject({
      name: 'waywiser-prod-checkout-certificate-21',
      operator: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      datapointsToAlarm: 1,
      periodSeconds: 600,
      treatMissingData: 'ignore',
      expression: '((IF((m1 < 21), 1, 0) + IF((m2 < 21), 1, 0)) + IF((m3 < 21), 1, 0))',
    });
    expect(alarms.map(({ definition }) => withArrow(definition))).toEqual([
      'In at least one region, a certificate that journey "checkout" meets expires in less than 21 days. → certificate',
      'In at least one region, a certificate that journey "checkout" meets expires in less than 7 days. → certificate',
    ]);
  });

  it('has none where none is asked for', () => {
    const kinds = journeyAlarms(planOf(), FRAME).map(({ kind }) => kind);

    expect(kinds).not.toContain('certificate');
  });
});

type Days = number | 'no run' | 'no TLS';

interface SeenChange {
  readonly text: string;
  /** The values that the alarm was evaluated on. */
  readonly why: string;
}

/** Changes of the certificate alarms over slots, each with a run that saw so many days, or with none. */
function changesOver(days: readonly Days[]): readonly SeenChange[] {
  const alarms = localAlarms({
    plans: [planOf({ schedule: OFTEN, alarm: ALARM })],
    region: 'local',
    stage: 'dev',
    runbookUrl: null,
    startMs: START_MS,
  });

  return days.flatMap((each, slot) => {
    if (each !== 'no run') alarms.add(recordAt(slot, each));
    const minutes = Array.from({ length: EVERY_MINUTES }, (_, minute) => minute + 1);

    return minutes
      .flatMap((minute) =>
        alarms.advance(START_MS + slot * EVERY_MINUTES * MINUTE_MS + minute * MINUTE_MS),
      )
      .filter(({ alarm }) => alarm.label.startsWith('certificate'))
      .map(({ alarm, to, atMs }) => ({
        text: `${slot}: ${alarm.label} ${to}`,
        why: whyOf(alarm, alarms.evidence(alarm, atMs)),
      }));
  });
}

function whyOf({ definition, label }: WatchedAlarm, evidence: AlarmEvidence | null): string {
  const single = definition.kind === 'composite' ? null : definition;

  return describeAlarmEvidence({ definition: single, label }, { evidence, reason: 'breaching' });
}

function textsOver(days: readonly Days[]): readonly string[] {
  return changesOver(days).map(({ text }) => text);
}

function recordAt(slot: number, days: number | 'no TLS'): RunRecord {
  const tls =
    days === 'no TLS'
      ? null
      : {
          protocol: 'TLSv1.3',
          issuer: 'CN=CA',
          subject: 'CN=a',
          validTo: null,
          daysToExpiry: days,
        };

  return runRecord({
    journey: 'checkout',
    region: 'local',
    scheduledAt: new Date(START_MS + slot * EVERY_MINUTES * MINUTE_MS).toISOString(),
    outcome: days === 'no TLS' ? 'failed' : 'passed',
    requests: [requestRecord({ tls })],
  });
}

describe('localAlarms() with certificates', () => {
  it('goes off at each number of days, and ends when the certificate is new', () => {
    expect(textsOver([21, 20, 7, 6, -1, 90, 90, 90])).toEqual([
      '0: certificate 21 OK',
      '0: certificate 7 OK',
      '1: certificate 21 ALARM',
      '3: certificate 7 ALARM',
      expect.stringMatching(/^[67]: certificate 21 OK$/),
      expect.stringMatching(/^[67]: certificate 7 OK$/),
    ]);
  });

  it('stays on while no run sees a certificate', () => {
    const silence = Array.from({ length: 30 }, (_, slot) => (slot % 2 === 0 ? 'no TLS' : 'no run'));

    expect(textsOver([5, ...silence])).toEqual([
      '0: certificate 21 ALARM',
      '0: certificate 7 ALARM',
    ]);
  });

  it('says which days it was evaluated on', () => {
    const [, , change] = changesOver([21, 21, 20]);

    expect(change?.why).toBe('days left per 10 minutes: 21, 21, 20 (1 of 2 below 21)');
  });
});
