import { ALARM_SHARDS, ALARM_STACKS, alarmShard } from '../../../lib/core/alarms/alarm-shard.ts';

describe('alarmShard()', () => {
  // A journey that moved would have its alarms created twice: these values never change.
  it.each([
    ['checkout', 57],
    ['api-health', 60],
    ['search', 41],
  ])('alarmShard() keeps %s in part %i for all time', (journey, shard) => {
    expect(alarmShard(journey)).toBe(shard);
  });

  it('alarmShard() spreads 1,000 journeys so that no stack nears its limits', () => {
    const shards = Array.from({ length: 1_000 }, (_, index) => alarmShard(`journey-${index}`));
    const sizes = Array.from(
      { length: ALARM_SHARDS },
      (_, shard) => shards.filter((each) => each === shard).length,
    );
    const stacks = Array.from(
      { length: ALARM_STACKS },
      (_, stack) => shards.filter((each) => each % ALARM_STACKS === stack).length,
    );

    expect(Math.max(...sizes)).toBeLessThan(40);
    expect(Math.max(...stacks)).toBeLessThan(300);
  });
});
