import { alarmPage, dashboardPage } from '../../../lib/core/notify/console-links.ts';

test('alarmPage() and dashboardPage() open in the console of the region', () => {
  const place = { region: 'eu-west-1', partition: 'aws' };

  expect(alarmPage('waywiser-prod-a b', place)).toBe(
    'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/waywiser-prod-a%20b',
  );
  expect(dashboardPage('prod', place)).toBe(
    'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/dashboard/waywiser-prod',
  );
});

test.each([
  ['aws-cn', 'cn-north-1', 'cn-north-1.console.amazonaws.cn'],
  ['aws-us-gov', 'us-gov-west-1', 'us-gov-west-1.console.amazonaws-us-gov.com'],
])('alarmPage() knows the console of %s', (partition, region, host) => {
  expect(new URL(alarmPage('a', { region, partition })).host).toBe(host);
});
