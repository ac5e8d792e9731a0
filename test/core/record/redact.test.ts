import { describe, expect, it } from '@jest/globals';
import { redactor, secretTexts } from '../../../lib/core/record/redact.ts';

const KEY = '-----BEGIN KEY-----\nMIIabcdefg12345\nhijklmnop67890\n-----END KEY-----';

describe('redactor', () => {
  it('redactor() replaces a field when the secret is a JSON object', () => {
    const redact = redactor(['{"user":"bobby","nested":{"password":"p4ss-w0rd 77"}}']);

    expect(redact('GET /login?pw=p4ss-w0rd%2077 by bobby, p4ss-w0rd 77')).toBe(
      'GET /login?pw=[secret] by [secret], [secret]',
    );
  });

  it('redactor() leaves words of JSON when a field holds one', () => {
    const redact = redactor(['{"enabled":"true","password":"p4ss-w0rd"}']);

    expect(redact('{"ok":true,"x":null}')).toBe('{"ok":true,"x":null}');
  });

  it.each(['user:', 'ab:', 'abc:', ''])(
    'redactor() replaces a secret when it is in Base64 behind "%s"',
    (before) => {
      const secret = 's3cr3t-Välue?>0123';
      const redact = redactor([secret]);
      const encoded = Buffer.from(`${before}${secret}:tail`);

      const left = [encoded.toString('base64'), encoded.toString('base64url')].map(redact);

      for (const text of left) {
        const [head = '', tail = ''] = text.split('[secret]');
        expect(text).toContain('[secret]');
        expect(Buffer.from(head, 'base64').toString()).not.toContain('s3');
        expect(tail.length).toBeLessThan(11);
      }
    },
  );

  it('redactor() replaces a secret of several lines when its white space was run together', () => {
    const redact = redactor([KEY]);

    expect(redact(`key: ${KEY.replaceAll('\n', ' ')}.`)).toBe('key: [secret].');
  });

  it('redactor() replaces each line when a secret of several lines is shown in part', () => {
    const redact = redactor([KEY]);

    expect(redact('line 2: MIIabcdefg12345\n  hijklmnop67890')).toBe(
      'line 2: [secret]\n  [secret]',
    );
  });

  it('redactor() changes nothing when a text was redacted before', () => {
    const redact = redactor(['secret', 'hunter2']);

    expect(redact('a secret, hunter2')).toBe('a [secret], [secret]');
    expect(redact(redact('a secret, hunter2'))).toBe('a [secret], [secret]');
  });

  it('redactor() leaves texts alone when values are too short to be searched for', () => {
    const redact = redactor(['abc', '   \n  ', '{"pin":"12"}']);

    expect(redact('abc 12     x')).toBe('abc 12     x');
  });
});

describe('secretTexts', () => {
  it('secretTexts() lists the value and its fields when it is a JSON object', () => {
    const value = '{"user":"bobby","codes":["one1","two2"]}';

    expect(secretTexts([value, 'plain', 'plain'])).toEqual([
      value,
      'plain',
      'bobby',
      'one1',
      'two2',
    ]);
  });
});
