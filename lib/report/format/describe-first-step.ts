import type { AlarmMeaning } from '../../core/alarms/alarm-meaning.ts';

type Code = AlarmMeaning['code'];

/** `STAGE`, `JOURNEY` and `REGION` stand for those of the alarm. */
const STEPS: Readonly<Record<Code, string>> = {
  down: 'read cause and error of the last runs: `waywiser runs JOURNEY --deployed --stage STAGE`.',
  blind: 'read cause and error of the last runs: `waywiser runs JOURNEY --deployed --stage STAGE`.',
  silent:
    'invoke the journey in each of its regions: `waywiser invoke JOURNEY --wait --stage STAGE`.',
  budget:
    'see which steps are slower, and since when: `waywiser trends JOURNEY --deployed --stage STAGE`.',
  drift:
    'see which steps are slower, and since when: `waywiser trends JOURNEY --deployed --stage STAGE`.',
  forecast:
    'see which steps are slower, and since when: `waywiser trends JOURNEY --deployed --stage STAGE`.',
  certificate: 'renew the certificate, and load it into every server.',
  any: "list the journey's alarms that are on, in CloudWatch.",
  'gap-detector': 'read the log of the function `waywiser-STAGE-jobs`.',
  trends: 'read the log of the function `waywiser-STAGE-trends`.',
  recorder: 'read the log of the function `waywiser-STAGE-recorder`, in REGION.',
  unreadable: 'read a message of the queue `waywiser-STAGE-unreadable`, in REGION.',
  notifier:
    'read in CloudWatch which alarms are on, then the log of the function `waywiser-STAGE-notifier`.',
};

/**
 * What to do first when an alarm starts, as one sentence: a command where there is one. The rest is in
 * the runbook, which a reader may not have at hand.
 */
export function describeFirstStep(meaning: AlarmMeaning, stage: string): string {
  const journey = 'journey' in meaning ? meaning.journey : '';
  const region = 'region' in meaning ? meaning.region : '';

  return STEPS[meaning.code]
    .replace('STAGE', stage)
    .replace('JOURNEY', journey)
    .replace('REGION', region);
}
