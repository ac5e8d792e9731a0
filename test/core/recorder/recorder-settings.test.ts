import { recorderSettings } from '../../../lib/core/recorder/recorder-settings.ts';

const ENVIRONMENT = {
  WAYWISER_STAGE: 'prod',
  WAYWISER_TABLE: 'waywiser-prod',
  WAYWISER_HOME_REGION: 'us-east-1',
  WAYWISER_RETENTION_DAYS: '35',
  WAYWISER_UNREADABLE_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/1/waywiser-prod-unreadable',
  WAYWISER_SENDERS: '/waywiser/prod/senders/shared,/waywiser/prod/senders/isolated-3',
  AWS_REGION: 'eu-west-1',
};

test('recorderSettings() reads all settings of the function', () => {
  expect(recorderSettings(ENVIRONMENT)).toEqual({
    stage: 'prod',
    region: 'eu-west-1',
    homeRegion: 'us-east-1',
    table: 'waywiser-prod',
    retentionDays: 35,
    unreadableQueueUrl: ENVIRONMENT.WAYWISER_UNREADABLE_QUEUE_URL,
    namespace: 'Waywiser/prod',
    senderParameters: ['/waywiser/prod/senders/shared', '/waywiser/prod/senders/isolated-3'],
  });
});

test('recorderSettings() takes records from anyone only where the environment says so', () => {
  const settings = recorderSettings({ ...ENVIRONMENT, WAYWISER_SENDERS: 'unchecked' });

  expect(settings.senderParameters).toBeNull();
});

test.each(Object.keys(ENVIRONMENT))('recorderSettings() names %s when it is not set', (name) => {
  expect(() => recorderSettings({ ...ENVIRONMENT, [name]: '' })).toThrow(
    `Cannot start the recorder: ${name} is not set`,
  );
});

test.each(['many', '0', '-1'])('recorderSettings() refuses when the days are "%s"', (days) => {
  expect(() => recorderSettings({ ...ENVIRONMENT, WAYWISER_RETENTION_DAYS: days })).toThrow(
    `WAYWISER_RETENTION_DAYS is "${days}"; expected a number of days`,
  );
});
