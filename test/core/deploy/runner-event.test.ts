import { readRunnerEvent, requireRunnerEvent } from '../../../lib/core/deploy/runner-event.ts';

describe('requireRunnerEvent()', () => {
  test('reads what a schedule and what a person sends, and nothing else', () => {
    const slot = {
      journey: 'shop',
      kind: 'api',
      version: 'a1',
      scheduledAt: '2026-11-22T20:00:00Z',
    };

    expect(requireRunnerEvent({ ...slot, extra: true })).toEqual(slot);
    expect(requireRunnerEvent({ journey: 'shop', scheduledAt: null })).toEqual({ journey: 'shop' });
    expect(requireRunnerEvent({ journey: 'shop', runId: 'r' })).toEqual({
      journey: 'shop',
      runId: 'r',
    });
  });

  test.each([
    { event: null, words: 'Cannot run null: it is no object' },
    { event: ['shop'], words: 'Cannot run ["shop"]: it is no object' },
    { event: {}, words: 'Cannot run {}: it names no journey' },
    { event: { journey: 'shop', kind: 'x' }, words: 'its kind is neither api nor browser' },
    { event: { journey: 'shop', scheduledAt: 5 }, words: 'its scheduledAt is no text' },
    { event: undefined, words: 'Cannot run undefined: it is no object' },
  ])('refuses $event', ({ event, words }) => {
    expect(() => requireRunnerEvent(event)).toThrow(words);
  });
});

test('readRunnerEvent() reads the rest of an event with a wrong field, and names the first problem', () => {
  const reading = readRunnerEvent({ journey: 'shop', kind: 'x', version: 7, scheduledAt: 'now' });

  expect(reading).toEqual({
    event: { journey: 'shop', scheduledAt: 'now' },
    problem: 'its kind is neither api nor browser',
  });
});
