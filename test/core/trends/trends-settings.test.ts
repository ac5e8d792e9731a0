import { trendsSettings } from '../../../lib/core/trends/trends-settings.ts';

const ENVIRONMENT = {
  WAYWISER_STAGE: 'prod',
  WAYWISER_TABLE: 'waywiser-prod',
  WAYWISER_HOME_REGION: 'eu-west-1',
};

test('trendsSettings() reads the environment', () => {
  expect(trendsSettings(ENVIRONMENT)).toEqual({
    stage: 'prod',
    table: 'waywiser-prod',
    homeRegion: 'eu-west-1',
    namespace: 'Waywiser/prod',
  });
});

test.each(Object.keys(ENVIRONMENT))('trendsSettings() names what is missing: %s', (name) => {
  const message = `Cannot start the trends job: ${name} is not set; expected it in the function's environment`;

  for (const value of [undefined, '']) {
    expect(() => trendsSettings({ ...ENVIRONMENT, [name]: value })).toThrow(new TypeError(message));
  }
});
