import { jobsSettings, scanSince } from '../../../lib/core/jobs/jobs-settings.ts';

const ENVIRONMENT = {
  WAYWISER_STAGE: 'prod',
  WAYWISER_TABLE: 'waywiser-prod',
  WAYWISER_HOME_REGION: 'us-east-1',
  WAYWISER_RETENTION_DAYS: '35',
};

test('jobsSettings() reads all settings of the function', () => {
  expect(jobsSettings(ENVIRONMENT)).toEqual({
    stage: 'prod',
    table: 'waywiser-prod',
    homeRegion: 'us-east-1',
    retentionDays: 35,
    namespace: 'Waywiser/prod',
  });
});

test.each(Object.keys(ENVIRONMENT))('jobsSettings() names %s when it is not set', (name) => {
  expect(() => jobsSettings({ ...ENVIRONMENT, [name]: '' })).toThrow(
    `Cannot start the jobs: ${name} is not set`,
  );
});

test('scanSince() reads an instant of the time of which records are kept', () => {
  const now = { nowMs: Date.parse('2026-11-22T12:00Z'), retentionDays: 2 };

  expect(scanSince({}, now)).toEqual({});
  expect(scanSince({ since: '2026-11-21T12:00Z' }, now)).toEqual({
    sinceMs: Date.parse('2026-11-21T12:00Z'),
  });
  for (const since of ['2026-11-21T11:59Z', '2026-11-22T12:01Z', 'yesterday']) {
    expect(() => scanSince({ since }, now)).toThrow(RangeError);
  }
});
