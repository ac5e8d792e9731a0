import { describe, expect, it } from '@jest/globals';
import { readTarget } from '../../../lib/project/scaffold/scaffold-target.ts';

describe('readTarget()', () => {
  it('is the demo shop when no site is named', () => {
    expect(readTarget(undefined)).toEqual({ kind: 'target', target: { kind: 'shop' } });
  });

  it.each([
    ['https://shop.example', { origin: 'https://shop.example', path: '/', stage: 'prod' }],
    [
      'HTTPS://Shop.Example:8443/en/?ref=1#top',
      { origin: 'https://shop.example:8443', path: '/en/?ref=1', stage: 'prod' },
    ],
    ['http://localhost:3000', { origin: 'http://localhost:3000', path: '/', stage: 'dev' }],
    ['http://127.0.0.1:8080/app', { origin: 'http://127.0.0.1:8080', path: '/app', stage: 'dev' }],
    ['http://192.168.1.2', { origin: 'http://192.168.1.2', path: '/', stage: 'dev' }],
    ['http://172.20.0.1', { origin: 'http://172.20.0.1', path: '/', stage: 'dev' }],
    ['http://172.40.0.1', { origin: 'http://172.40.0.1', path: '/', stage: 'prod' }],
    ['http://[::1]:3000', { origin: 'http://[::1]:3000', path: '/', stage: 'dev' }],
    ['https://shop.test', { origin: 'https://shop.test', path: '/', stage: 'dev' }],
    ['https://10.example', { origin: 'https://10.example', path: '/', stage: 'prod' }],
  ])('reads %s', (url, site) => {
    expect(readTarget(url)).toEqual({
      kind: 'target',
      target: { kind: 'site', ...site },
    });
  });

  it.each(['shop.example', 'ftp://shop.example', 'https://', 'javascript:alert(1)', ''])(
    'refuses "%s", which is not an HTTP URL',
    (url) => {
      expect(readTarget(url)).toEqual({
        kind: 'problem',
        message: `Cannot use "${url}" as --base-url: it is not an HTTP URL; expected one such as "https://shop.example"`,
      });
    },
  );

  it('refuses a password, without repeating it', () => {
    const read = readTarget('https://ada:compass@shop.example/en');

    const message = read.kind === 'problem' ? read.message : '';
    expect(message).toContain('"https://shop.example/…"');
    expect(message).not.toMatch(/ada|compass/);
  });

  it.each([
    'https://shop.example/en?api_key=compass-22',
    'https://shop.example/in/xoxb-123456789012-compass-22',
    'https://shop.example/#access_token=compass-22',
    'ftp://ada:compass-22@shop.example/en',
  ])('refuses %s, and repeats no secret of it', (url) => {
    const read = readTarget(url);

    expect(read.kind).toBe('problem');
    expect(JSON.stringify(read)).not.toContain('compass');
  });
});
