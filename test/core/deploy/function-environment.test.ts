import { tableSettings } from '../../../lib/core/deploy/function-environment.ts';

const ENVIRONMENT = {
  WAYWISER_STAGE: 'prod',
  WAYWISER_TABLE: 'waywiser-prod',
  WAYWISER_HOME_REGION: 'eu-west-1',
};

test('tableSettings() reads the environment', () => {
  expect(tableSettings(ENVIRONMENT, 'the trends job')).toEqual({
    stage: 'prod',
    table: 'waywiser-prod',
    homeRegion: 'eu-west-1',
    namespace: 'Waywiser/prod',
  });
});

test.each(Object.keys(ENVIRONMENT))('tableSettings() names what is missing: %s', (name) => {
  const message = `Cannot start the trends job: ${name} is not set; expected it in the function's environment`;

  for (const value of [undefined, '']) {
    expect(() => tableSettings({ ...ENVIRONMENT, [name]: value }, 'the trends job')).toThrow(
      new TypeError(message),
    );
  }
});
