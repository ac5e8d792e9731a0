import { parseVitalsMessages } from '../../../../lib/adapters/browser/session/vitals-message.ts';

const HEAD = { document: 'd', now: 12.5, url: 'https://shop.example/' };

function sent(...facts: readonly unknown[]): string {
  return JSON.stringify({ ...HEAD, facts });
}

describe('parseVitalsMessages()', () => {
  test('reads the facts that an observer sends', () => {
    const facts = [
      { kind: 'start' },
      { kind: 'vital', name: 'lcp', value: 700, attribution: { element: '#hero', delay: 1.23456 } },
      { kind: 'shift', at: 5, value: 0.1 },
      { kind: 'route', at: 6, to: 'https://shop.example/cart' },
      { kind: 'vital', name: 'inp', value: 24, attribution: {}, route: 6 },
      { kind: 'input', at: 7, durationMs: 30, element: '#buy', interaction: 'pointer' },
    ];

    expect(parseVitalsMessages(sent(...facts))).toEqual([
      { ...HEAD, kind: 'start' },
      {
        ...HEAD,
        kind: 'vital',
        name: 'lcp',
        value: 700,
        attribution: { element: '#hero', delay: 1.2346 },
      },
      { ...HEAD, kind: 'shift', at: 5, value: 0.1 },
      { ...HEAD, kind: 'route', at: 6, to: 'https://shop.example/cart' },
      { ...HEAD, kind: 'vital', name: 'inp', value: 24, attribution: {}, route: 6 },
      { ...HEAD, kind: 'input', at: 7, durationMs: 30, element: '#buy', interaction: 'pointer' },
    ]);
  });

  test.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['another shape', '[1, 2]'],
    ['too much', sent({ kind: 'start', padding: 'x'.repeat(200_000) })],
    ['a clock that is none', JSON.stringify({ ...HEAD, now: -1, facts: [{ kind: 'start' }] })],
    ['a vital of another name', sent({ kind: 'vital', name: 'tbt', value: 1, attribution: {} })],
    ['a value that is no number', sent({ kind: 'vital', name: 'lcp', value: '1' })],
    ['a value below zero', sent({ kind: 'vital', name: 'cls', value: -1 })],
    ['a route without a time', sent({ kind: 'route', to: 'https://shop.example/' })],
    ['a route that is no page', sent({ kind: 'route', at: 1, to: 'javascript:1' })],
    ['a vital of no route', sent({ kind: 'vital', name: 'cls', value: 1, route: 'x' })],
    ['an input without its length', sent({ kind: 'input', at: 1, element: '', interaction: '' })],
    ['a fact that is none', sent(null, 7, 'start', { kind: 'steal' })],
  ])('reads nothing when it is sent %s', (_what, text) => {
    expect(parseVitalsMessages(text)).toEqual([]);
  });

  test('cuts attribution down to short texts and numbers', () => {
    const attribution = {
      element: 'x'.repeat(1_000),
      nested: { a: 1 },
      'not a name!': 1,
      infinite: 1e300,
      empty: '',
    };

    const [message] = parseVitalsMessages(
      sent({ kind: 'vital', name: 'inp', value: 1, attribution }),
    );

    expect(message).toMatchObject({ attribution: { element: 'x'.repeat(300) } });
    expect(message).not.toHaveProperty('attribution.nested');
    expect(message).not.toHaveProperty('attribution.infinite');
    expect(message).not.toHaveProperty('attribution.empty');
  });
});
