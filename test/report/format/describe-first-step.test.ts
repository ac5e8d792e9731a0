import { describeFirstStep } from '../../../lib/report/format/describe-first-step.ts';

test('describeFirstStep() names journey, region and stage, so that a command can be copied', () => {
  const about = { journey: 'checkout', threshold: 1, regions: 1 };
  const periods = { periodSeconds: 60, evaluationPeriods: 3, datapointsToAlarm: 2 };

  expect(describeFirstStep({ code: 'down', ...about, periods }, 'prod')).toBe(
    'read cause and error of the last runs: `waywiser runs checkout --deployed --stage prod`.',
  );
  expect(describeFirstStep({ code: 'unreadable', region: 'eu-west-1' }, 'prod')).toBe(
    'read a message of the queue `waywiser-prod-unreadable`, in eu-west-1.',
  );
});
