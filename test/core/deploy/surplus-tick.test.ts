import { SCHEDULED_TIME } from '../../../lib/core/deploy/runner-event.ts';
import { isSurplusTick } from '../../../lib/core/deploy/surplus-tick.ts';

// Of every seven minutes, "checkout" in eu-west-1 has slots at 16:46 and 16:53.
const EVENT = { journey: 'checkout', everyMinutes: 7 };

function at(time: string): string {
  return `2026-11-22T${time}Z`;
}

describe('isSurplusTick()', () => {
  it.each([
    ['16:46:00', false],
    ['16:46:59', false],
    ['16:47:00', true],
    ['16:52:00', true],
    ['16:53:37', false],
  ])('isSurplusTick() of a tick at %s is %s, however late it arrives', (time, expected) => {
    const event = { ...EVENT, scheduledAt: at(time) };
    const place = { region: 'eu-west-1', nowMs: Date.parse(at('17:05:00')) };

    expect(isSurplusTick(event, place)).toBe(expected);
  });

  it.each([
    ['16:46:40', false],
    ['16:47:10', true],
    ['16:53:00', false],
  ])(
    'isSurplusTick() takes the tick of now, %s, when the scheduler left its placeholder: %s',
    (time, expected) => {
      const event = { ...EVENT, scheduledAt: SCHEDULED_TIME };
      const place = { region: 'eu-west-1', nowMs: Date.parse(at(time)) };

      expect(isSurplusTick(event, place)).toBe(expected);
    },
  );

  it.each([
    ['has no rate', { journey: 'checkout', scheduledAt: at('16:47:00') }],
    ['is on demand', EVENT],
    ['has no instant, which is an error', { ...EVENT, scheduledAt: 'soon' }],
  ])('isSurplusTick() is false when the event %s', (_what, event) => {
    expect(isSurplusTick(event, { region: 'eu-west-1', nowMs: 0 })).toBe(false);
  });
});
