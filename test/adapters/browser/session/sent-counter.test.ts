import { sentCounter } from '../../../../lib/adapters/browser/session/sent-counter.ts';

describe('sentCounter()', () => {
  it('knows a request as sent when its headers have gone, whichever event came first', () => {
    const counter = sentCounter();
    counter.begin('a');
    counter.note('b');

    expect([counter.isLatest('a'), counter.isLatest('b')]).toEqual([false, false]);
    counter.note('a');
    counter.begin('b');

    expect([counter.isLatest('a'), counter.isLatest('b')]).toEqual([true, true]);
  });

  it('waits for the headers of a redirect’s next request', () => {
    const counter = sentCounter();
    counter.begin('a');
    counter.note('a');
    counter.begin('a');

    expect(counter.isLatest('a')).toBe(false);
    counter.note('a');

    expect(counter.isLatest('a')).toBe(true);
  });

  it('knows nothing of other ids', () => {
    expect(sentCounter().isLatest('a')).toBe(false);
  });
});
