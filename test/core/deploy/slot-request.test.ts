import { slotRequest } from '../../../lib/core/deploy/slot-request.ts';
import { planOf } from '../alarms/journey-plan.ts';

test('slotRequest() sends the rate with the event of a schedule that fires between its slots, too', () => {
  const [even, uneven] = [15, 7].map((everyMinutes) =>
    slotRequest(planOf({ schedule: { kind: 'rate', everyMinutes } }), 'eu-west-1'),
  );

  const input = {
    journey: 'checkout',
    kind: 'browser',
    version: '5f2c',
    scheduledAt: '<aws.scheduler.scheduled-time>',
  };
  expect(even).toMatchObject({
    timeZone: 'UTC',
    retries: { maxAgeSeconds: 900, maxAttempts: 185 },
  });
  expect(even?.input).toEqual(input);
  expect(uneven?.input).toEqual({ ...input, everyMinutes: 7 });
});

test.each([
  [1, 60],
  [2_880, 86_400],
])(
  'slotRequest() retries the delivery of a slot every %d minutes for %d s',
  (everyMinutes, seconds) => {
    const { retries } = slotRequest(
      planOf({ schedule: { kind: 'rate', everyMinutes } }),
      'eu-west-1',
    );

    expect(retries.maxAgeSeconds).toBe(seconds);
  },
);
