import { describe, expect, it } from '@jest/globals';
import { redactor } from '../../../lib/core/record/redact.ts';
import { secretTexts } from '../../../lib/core/record/secrets/secret-forms.ts';

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
    const redact = redactor(['secr', 'hunter2']);

    expect(redact('a secr, hunter2')).toBe('a [secret], [secret]');
    expect(redact(redact('a secr, hunter2'))).toBe('a [secret], [secret]');
  });

  it('redactor() leaves texts alone when values are too short to be searched for', () => {
    const redact = redactor(['abc', '   \n  ', '{"pin":"12"}']);

    expect(redact('abc 12     x')).toBe('abc 12     x');
  });
});

describe('redactor() and values that are not hidden', () => {
  it.each(['password', 'Admin', '1234', 'abc', '******', 'true'])(
    'redactor() leaves the page alone when the secret is "%s"',
    (secret) => {
      const page = 'password: ****** for Admin (1234), abc is true';

      expect(redactor([secret])(page)).toBe(page);
    },
  );

  it.each(['passwort-7', 'Admin#1', '12345a', '48213', 'hunter2', 'P@ssw0rd!'])(
    'redactor() replaces a weak password when it is no common word: "%s"',
    (secret) => {
      expect(redactor([secret])(`it is ${secret}.`)).toBe('it is [secret].');
    },
  );
});

describe('redactor() and addresses', () => {
  it('redactor() replaces user names and passwords in addresses, of whomever they are', () => {
    const redact = redactor([]);

    expect(redact('at https://bob:hush@shop.example/a@b and //cdn.example/x@1:2, mailto:a@b')).toBe(
      'at https://[secret]@shop.example/a@b and //cdn.example/x@1:2, mailto:a@b',
    );
  });

  it.each(['p@ss@word', "it's", 'a<b>c', 'x[1]', '%40%3A', '100%', 'a:b', '$&+,;='])(
    'redactor() replaces the whole password %s of an address',
    (password) => {
      expect(redactor([])(`GET "https://bob:${password}@shop.example:8443/x" failed`)).toBe(
        'GET "https://[secret]@shop.example:8443/x" failed',
      );
    },
  );

  it('redactor() finds a secret in a host, in small letters and in Punycode', () => {
    expect(redactor(['GeheimNis'])('https://geheimnis.example and geheimnis')).toBe(
      'https://[secret].example and geheimnis',
    );
    expect(redactor(['Müller-Lüge'])(new URL('https://Müller-Lüge.example').href)).toBe(
      'https://[secret].example/',
    );
  });

  it('redactor() finds the number of a JSON secret as programs and pages write it', () => {
    const redact = redactor(['{"account":12345678.5}']);

    expect(redact('12345678.5 12,345,678.5 12.345.678,5 12 345 678,5 1.23456785e+7 12345678')).toBe(
      '[secret] [secret] [secret] [secret] [secret] 12345678',
    );
  });
});

describe('secretTexts', () => {
  it('secretTexts() lists the value and its fields when it is a JSON object', () => {
    const value = '{"user":"bobby","codes":["one1","two2"]}';

    expect(secretTexts([value, 'p1ain', 'p1ain'])).toEqual([
      value,
      'p1ain',
      'bobby',
      'one1',
      'two2',
    ]);
  });
});
