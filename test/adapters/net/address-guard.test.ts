import {
  addressKind,
  addressRefusal,
  hostRefusal,
} from '../../../lib/adapters/net/address-guard.ts';
import type { ReachRules } from '../../../lib/adapters/net/address-guard.ts';

const STRICT: ReachRules = {
  baseUrl: null,
  allowPrivate: false,
  allowPrivateTargets: [],
  allowHosts: null,
};

describe('addressKind()', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['2606:4700::1111', 'public'],
    ['127.0.0.1', 'loopback'],
    ['127.8.8.8', 'loopback'],
    ['::1', 'loopback'],
    ['0.0.0.0', 'unspecified'],
    ['::', 'unspecified'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['172.32.0.1', 'public'],
    ['192.168.1.1', 'private'],
    ['169.254.169.254', 'link-local'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local'],
    ['fd00:ec2::254', 'unique-local'],
    ['100.64.0.1', 'carrier-grade NAT'],
    ['100.100.100.200', 'carrier-grade NAT'],
    ['168.63.129.16', 'host service'],
    ['224.0.0.1', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['198.18.0.1', 'reserved'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:8.8.8.8', 'public'],
    ['64:ff9b::7f00:1', 'loopback'],
    ['64:ff9b::808:808', 'public'],
    ['2002:7f00:1::', 'reserved'],
    ['::7f00:1', 'reserved'],
  ])('addressKind(%s) is %s', (address, kind) => {
    expect(addressKind(address)).toBe(kind);
  });
});

describe('addressRefusal()', () => {
  it('addressRefusal() rejects the metadata address and names the remedy', () => {
    const refusal = addressRefusal(new URL('http://metadata/'), '169.254.169.254', STRICT);

    expect(refusal).toMatch(/169\.254\.169\.254 is a link-local address.*allowPrivate/);
  });

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
  });
});
