import {
  addressRefusal,
  hostRefusal,
  METADATA_ADDRESSES,
} from '../../../lib/adapters/net/address-guard.ts';
import type { ReachRules } from '../../../lib/adapters/net/address-guard.ts';

const STRICT: ReachRules = {
  baseUrl: null,
  allowPrivate: false,
  allowPrivateTargets: [],
  allowHosts: null,
};

describe('addressRefusal()', () => {
  it('addressRefusal() rejects a private address and names the remedy', () => {
    const refusal = addressRefusal(new URL('http://printer/'), '169.254.7.7', STRICT);

    expect(refusal).toMatch(/169\.254\.7\.7 is a link-local address.*allowPrivate/);
  });

  it.each([...METADATA_ADDRESSES, '::ffff:169.254.169.254'])(
    'addressRefusal() rejects the metadata service %s, whatever is allowed',
    (address) => {
      const rules = { ...STRICT, allowPrivate: true, baseUrl: 'http://metadata' };

      expect(addressRefusal(new URL('http://metadata/'), address, rules)).toMatch(
        /metadata service, which no journey may reach/,
      );
    },
  );

  it('addressRefusal() allows the base origin on loopback, but no other port of it', () => {
    const rules = { ...STRICT, baseUrl: 'http://localhost:3000/shop' };

    expect(addressRefusal(new URL('http://localhost:3000/x'), '127.0.0.1', rules)).toBeNull();
    expect(addressRefusal(new URL('http://localhost:3001/x'), '127.0.0.1', rules)).not.toBeNull();
    expect(addressRefusal(new URL('https://localhost:3000/'), '127.0.0.1', rules)).not.toBeNull();
  });

  it.each([
    ['a host', 'intranet.example', '10.0.0.9'],
    ['an address', '10.0.0.9', '10.0.0.9'],
    ['a range', '10.0.0.0/8', '10.0.0.9'],
    ['an IPv6 range', 'fd00::/8', 'fd12::1'],
    ['a range of mapped addresses', '10.0.0.0/8', '::ffff:10.0.0.9'],
  ])('addressRefusal() allows %s of the configuration', (_what, target, address) => {
    const rules = { ...STRICT, allowPrivateTargets: [target] };

    expect(addressRefusal(new URL('http://intranet.example/'), address, rules)).toBeNull();
    expect(addressRefusal(new URL('http://other.example/'), '192.168.0.1', rules)).not.toBeNull();
  });

  it('addressRefusal() rejects the runtime API on any loopback address, whatever is allowed', () => {
    const rules = { ...STRICT, allowPrivate: true, lambdaRuntimeApi: '127.0.0.1:9001' };

    expect(addressRefusal(new URL('http://a.example/'), '127.0.0.1', rules)).toMatch(/runtime API/);
    expect(addressRefusal(new URL('http://a.example/'), '127.0.0.2', rules)).toMatch(/runtime API/);
    expect(addressRefusal(new URL('http://a.example/'), '::1', rules)).toMatch(/runtime API/);
    expect(addressRefusal(new URL('http://a.example/'), '0.0.0.0', rules)).toMatch(/runtime API/);
    expect(addressRefusal(new URL('http://a.example/'), '10.0.0.1', rules)).toBeNull();
  });
});

describe('hostRefusal()', () => {
  const strictMode = { ...STRICT, allowHosts: ['shop.example', '*.cdn.example'] };

  it.each([
    ['https://shop.example/', true],
    ['https://SHOP.example:8443/', true],
    ['https://a.cdn.example/', true],
    ['https://cdn.example/', false],
    ['https://evil-shop.example/', false],
    ['http://[::1]/', false],
  ])('hostRefusal() of %s in strict mode: allowed %s', (url, allowed) => {
    expect(hostRefusal(new URL(url), strictMode) === null).toBe(allowed);
  });

  it('hostRefusal() allows the base origin in strict mode', () => {
    const rules = { ...strictMode, baseUrl: 'http://localhost:3000' };

    expect(hostRefusal(new URL('http://localhost:3000/'), rules)).toBeNull();
  });

  it('hostRefusal() rejects the runtime API by name before any look-up', () => {
    const rules = { ...STRICT, allowPrivate: true, lambdaRuntimeApi: 'runtime.local:9001' };

    expect(hostRefusal(new URL('http://runtime.local/'), rules)).toMatch(/runtime API/);
    expect(hostRefusal(new URL('http://runtime.local./'), rules)).toMatch(/runtime API/);
  });
});
