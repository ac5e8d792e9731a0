import type { EventFlood } from '../../../../lib/core/run/judge-response.ts';
import { eventFloods } from '../../../../lib/adapters/browser/session/event-floods.ts';

function counted(events: number, everyMs: number, restMs = 0) {
  let now = 0;
  const endless: EventFlood[] = [];
  const floods = eventFloods(
    () => now,
    (flood) => endless.push(flood),
  );
  for (let event = 0; event < events; event += 1) {
    floods.note('console messages');
    now += everyMs;
  }

  now += restMs;

  return { latest: floods.latest(), endless };
}

describe('eventFloods()', () => {
  test('takes the console of a talkative page for none', () => {
    expect(counted(2_000, 10)).toEqual({ latest: null, endless: [] });
  });

  test('counts a flood within its window', () => {
    expect(counted(500, 1).latest).toEqual({
      kind: 'console messages',
      count: 500,
      withinMs: 499,
    });
  });

  test('forgets a flood that has ended', () => {
    expect(counted(500, 1, 5_000).latest).toBeNull();
  });

  test('ends a run once when nothing bounds what it must take in', () => {
    expect(counted(60_000, 1).endless).toEqual([
      { kind: 'console messages', count: 50_000, withinMs: 49_999 },
    ]);
  });
});
