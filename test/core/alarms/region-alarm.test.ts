import { alarmName } from '../../../lib/core/alarms/region-alarm.ts';

describe('alarmName()', () => {
  it('alarmName() ends in a hash when it had to change', () => {
    expect(alarmName('dev', 'shop', 'budget-p95-step:zur Kasse')).toBe(
      'waywiser-dev-shop-budget-p95-step:zur Kasse',
    );
    expect(alarmName('dev', 'shop', 'budget-p95-step:größe')).toMatch(
      /^waywiser-dev-shop-budget-p95-step:gr__e-[0-9a-f]{8}$/,
    );
  });
});
