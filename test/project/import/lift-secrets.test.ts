import { isSecretName, isSecretValue } from '../../../lib/project/import/secret-signs.ts';
import { call, text } from '../../../lib/project/import/expression.ts';
import type { JourneyModel } from '../../../lib/project/import/journey-model.ts';
import { awaited } from '../../../lib/project/import/journey-model.ts';
import { writeJourney } from '../../../lib/project/import/journey-writer.ts';
import { secretVault, withoutSecrets } from '../../../lib/project/import/lift-secrets.ts';

test.each([
  'password',
  'newPassword',
  'user_password',
  'x-api-key',
  'apiKey',
  'access_token',
  'Token',
  'client_secret',
  'authorization',
  'otp',
  'One-time code',
  'cardNumber',
  'CVV',
  'jwt',
  'passwd',
])('isSecretName() knows "%s"', (name) => {
  expect(isSecretName(name)).toBe(true);
});

test.each([
  'user',
  'author',
  'authors',
  'tokenizer',
  'passenger',
  'compass',
  'keyboard',
  'page',
  'pins',
  'secretary',
  'monkey',
  'Name',
  'Street and number',
  'passport_country',
  'designation',
])('isSecretName() does not take "%s" for one', (name) => {
  expect(isSecretName(name)).toBe(false);
});

test.each([
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sflKxwRJSMeKKF2QT4',
  'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
  'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
  'AKIAIOSFODNN7EXAMPLE',
  'rk_7Hq2ZpWm4TxVb9Ldc0Ye',
  '5f4dcc3b5aa765d61d8327deb882cf99',
  'xoxb-123456789012-abcdefABCDEF',
])('isSecretValue() knows %s', (value) => {
  expect(isSecretValue(value)).toBe(true);
});

test.each([
  'chain-and-compass',
  '6f9619ff-8b86-d011-b42d-00c04fc964ff',
  'application/json',
  'Boundary stone missing at the mill lane',
  '2026-11-23T04:54:30.750Z',
  'brass-theodolite',
  '/api/products/brass-theodolite',
  'Mozilla/5.0 (X11; Linux x86_64)',
  '1234567890123456789012',
])('isSecretValue() takes "%s" for an ordinary text', (value) => {
  expect(isSecretValue(value)).toBe(false);
});

function modelOf(words: string): JourneyModel {
  return {
    kind: 'api',
    name: 'shop',
    description: words,
    options: [{ entry: ['baseUrl', text(words)], comment: null }],
    secrets: [],
    comments: [words],
    parts: [
      {
        kind: 'step',
        name: words,
        statements: [awaited(call('http.get', text(words)))],
        gives: [],
      },
    ],
  };
}

test('withoutSecrets() leaves a secret in no text of the journey, in none of its spellings', () => {
  const secret = 'pa55 w&rd/ü';
  const vault = secretVault('shop');
  vault.lift('password', secret, 'what was typed');
  const spellings = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];

  const code = writeJourney(withoutSecrets(modelOf(`/?p=${spellings.join(' ')}&q=1`), vault));

  expect(spellings.filter((each) => code.includes(each))).toEqual([]);
  expect(code).toContain("secrets: ['shop/password']");
  expect(code).toContain("`/?p=${secret('shop/password')} [secret] [secret]&q=1`");
});

test('secretVault() gives a value one name, and another value another one', () => {
  const vault = secretVault('shop');

  vault.lift('password', 'first-value', 'a');
  vault.lift('Password', 'second-value', 'b');
  vault.lift('token', 'first-value', 'c');

  expect(vault.found).toEqual([
    { name: 'shop/password', what: 'a' },
    { name: 'shop/password-2', what: 'b' },
  ]);
});

test('secretVault() does not name a secret by its value', () => {
  const vault = secretVault('shop');

  vault.lift('password', 'password', 'a weak one');

  expect(vault.found[0]?.name).toBe('shop/secret');
});
