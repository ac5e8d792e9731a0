import { isSecretName, isSecretValue } from '../../../lib/project/import/secret-signs.ts';
import {
  call,
  type Expression,
  literal,
  object,
  text,
} from '../../../lib/project/import/expression.ts';
import type { JourneyModel, Part } from '../../../lib/project/import/journey-model.ts';
import { awaited } from '../../../lib/project/import/journey-model.ts';
import { writeJourney } from '../../../lib/project/import/write-journey.ts';
import { secretVault, withoutSecrets } from '../../../lib/project/import/lift-secrets.ts';
import { regexText } from '../../../lib/project/import/print-code.ts';

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
  expect(code.replaceAll(/\n\s*/g, '')).toContain(
    "`/?p=${secret('shop/password')} ${encodeURIComponent(secret('shop/password'))} [secret]&q=1`",
  );
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

test.each([
  'Passwort',
  'Kennwort',
  'Contraseña',
  'Mot de passe',
  'Senha',
  'Hasło',
  'пароль',
  '密码',
  'パスワード',
  'Security code',
  'PIN',
  'secrets',
])('isSecretName() knows "%s", as it is called elsewhere', (name) => {
  expect(isSecretName(name)).toBe(true);
});

test.each([
  ['4242 4242 4242 4242', true],
  ['378282246310005', true],
  ['4242424242424241', false],
  ['1763881090123000', false],
])('isSecretValue() reports of "%s" whether it is the number of a card', (value, isOne) => {
  expect(isSecretValue(value)).toBe(isOne);
});

test('withoutSecrets() keeps the names of fields that are also what a secret is', () => {
  const vault = secretVault('shop');
  const password = vault.lift('password', 'password', 'a weak one');
  const model = modelOf('/');
  const json = object([
    ['password', password],
    ['note', text('my password')],
  ]);

  const code = writeJourney(withoutSecrets({ ...model, parts: [stepOf(json)] }, vault));

  expect(code).toContain("password: secret('shop/secret')");
  expect(code).toContain("note: `my ${secret('shop/secret')}`");
});

test('withoutSecrets() leaves no secret in numbers and patterns, and options as they can be read', () => {
  const vault = secretVault('shop');
  vault.lift('pin', '1280', 'a number');
  vault.lift('password', 'hun.ter+22', 'what a pattern escapes');
  const viewport = object([['width', literal('1280')]]);
  const body = object([
    ['pin', literal('1280')],
    ['seen', literal(`/${regexText('/hun.ter+22/')}/`)],
  ]);

  const code = writeJourney(
    withoutSecrets(
      {
        ...modelOf('/'),
        options: [
          { entry: ['baseUrl', text('https://a1280.example')], comment: null },
          { entry: ['viewport', viewport], comment: null },
        ],
        parts: [stepOf(body)],
      },
      vault,
    ),
  );

  expect(code).toContain("baseUrl: 'https://a1280.example'");
  expect(code).toContain('viewport: { width: 1280 }');
  expect(code).toContain(String.raw`{ pin: Number(secret('shop/pin')), seen: /\/.+\// }`);
});

function stepOf(body: Expression): Part {
  return {
    kind: 'step',
    name: 'ask',
    statements: [awaited(call('http.post', text('/'), body))],
    gives: [],
  };
}
