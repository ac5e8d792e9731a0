// An API journey to a healthy target.
import { apiJourney, every, expect } from 'waywiser';

export default apiJourney('lossy-api', { schedule: every('5m') }, async ({ http, env }) => {
  const options = env['TIMEOUT'] === '2s' ? { timeout: '2s' as const } : {};
  const page = await http.get(env['TARGET'] ?? '', options);

  expect(page.text()).toContain('healthy');
});
