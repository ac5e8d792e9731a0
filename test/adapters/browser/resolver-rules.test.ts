import { resolverRules } from '../../../lib/adapters/browser/resolver-rules.ts';
import type { ReachRules } from '../../../lib/adapters/net/address-guard.ts';

function rules(
  changes: Partial<ReachRules> = {},
  guarded = false,
  forwarderPort: number | null = null,
): readonly string[] {
  const reach = {
    baseUrl: null,
    allowPrivate: false,
    allowPrivateTargets: [],
    allowHosts: null,
    ...changes,
  };
  const text = resolverRules(reach, guarded, forwarderPort);

  return text === null ? [] : text.split(', ');
}

describe('resolverRules()', () => {
  test('names the base origin with its port before the blocked hosts', () => {
    const all = rules({ baseUrl: 'http://127.0.0.1:4100' });

    expect(all[0]).toBe('MAP 127.0.0.1:4100 127.0.0.1:4100');
    expect(all).toContain('MAP 127.???.???.??? ~NOTFOUND');
  });

  test("uses the scheme's default port when the base URL has none", () => {
    expect(rules({ baseUrl: 'https://localhost' })[0]).toBe('MAP localhost:443 localhost:443');
  });

  test('blocks only the runtime API when private targets are allowed', () => {
    expect(rules({ allowPrivate: true })).toEqual([]);
    expect(rules({ allowPrivate: true, lambdaRuntimeApi: '127.0.0.1:9001' })).toEqual([
      'MAP 127.0.0.1 ~NOTFOUND',
    ]);
  });

  test('blocks only names when the guard is active', () => {
    expect(rules({ lambdaRuntimeApi: '127.0.0.1:9001' }, true)).toEqual([]);
    expect(
      rules({ allowHosts: ['a.example'], lambdaRuntimeApi: 'runtime.local:9001' }, true),
    ).toEqual(['MAP runtime.local ~NOTFOUND', 'MAP * ~NOTFOUND', 'EXCLUDE a.example']);
  });

  test('leaves out an allowed range and blocks the others', () => {
    const all = rules({ allowPrivateTargets: ['10.1.0.0/16'] });

    expect(all).not.toContain('MAP 10.???.???.??? ~NOTFOUND');
    expect(all).toContain('MAP 192.168.???.??? ~NOTFOUND');
  });

  test('blocks every name but the listed ones when strict', () => {
    const all = rules({
      baseUrl: 'https://shop.example',
      allowHosts: ['cdn.example', '127.0.0.1'],
    });

    expect(all[0]).toBe('MAP shop.example:443 shop.example:443');
    expect(all).toContain('MAP * ~NOTFOUND');
    expect(all.filter((rule) => rule.startsWith('EXCLUDE'))).toEqual(['EXCLUDE cdn.example']);
  });

  test('leads the base origin to the forwarder before any other rule', () => {
    const base = { baseUrl: 'https://shop.example' };

    expect(rules(base, true, 21_000)).toEqual(['MAP shop.example:443 127.0.0.1:21000']);
    expect(rules(base, false, 21_000)[0]).toBe('MAP shop.example:443 127.0.0.1:21000');
    expect(rules({ baseUrl: 'https://[::1]:8443' }, true, 21_000)).toEqual([
      'MAP [::1]:8443 127.0.0.1:21000',
    ]);
  });

  test.each(['shop.example', 'Shop.Example'])(
    'excludes no host that it leads to the forwarder, at other ports neither refused: %s',
    (host) => {
      const all = rules(
        { baseUrl: 'https://shop.example', allowHosts: [host, 'cdn.example'] },
        true,
        21_000,
      );

      expect(all).toEqual([
        'MAP shop.example:443 127.0.0.1:21000',
        'MAP shop.example shop.example',
        'MAP shop.example:443 shop.example:443',
        'MAP * ~NOTFOUND',
        'EXCLUDE cdn.example',
      ]);
    },
  );
});
