import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { newJourney } from '../../../../lib/cli/authoring/new.ts';
import type { NewOptions } from '../../../../lib/cli/authoring/new-options.ts';
import { calledIn, type CommandResult } from '../../../support/command-line.ts';
import { projectDir } from '../../../support/project-dir.ts';

const CONFIG =
  "import { defineConfig } from 'waywiser';\nexport default defineConfig({ baseUrls: { dev: 'https://shop.example' } });\n";
const RECORDING = JSON.stringify({
  title: 'Sign in',
  steps: [
    { type: 'navigate', url: 'https://shop.example/login' },
    { type: 'change', value: 'chain-and-compass', selectors: [['aria/Password']] },
    { type: 'customStep', name: 'x' },
  ],
});
const HAR = JSON.stringify({
  log: {
    entries: [
      {
        request: { method: 'GET', url: 'https://shop.example/api/x', headers: [] },
        response: { status: 200, content: { mimeType: 'application/json', text: '{"ok":true}' } },
      },
    ],
  },
});

function project(): string {
  return projectDir({
    'waywiser.config.ts': CONFIG,
    'recording.json': RECORDING,
    'shop.har': HAR,
    'api.yaml':
      "openapi: 3.0.0\ninfo: { title: Things }\npaths:\n  /a: { get: { responses: { '200': { description: ok } } } }\n",
    'calls.sh': "curl 'https://shop.example/api/orders'\n",
    'broken.json': '{ "steps": [ }',
    'other.json': '{ "name": "something" }',
  });
}

async function execute(cwd: string, options: Partial<NewOptions>): Promise<CommandResult> {
  return await calledIn(cwd, (...place) => newJourney({ words: [], ...options }, ...place));
}

test('newJourney() writes a valid journey, and says what its author has to do', async () => {
  const cwd = project();

  const { code, out, err } = await execute(cwd, { from: 'recording.json' });

  expect({ code, out }).toEqual({
    code: 0,
    out: 'Wrote journeys/sign-in.journey.ts: a browser journey of 2 steps\nRun it: waywiser run sign-in\n',
  });
  expect(err).toBe(
    [
      'note: Step 3 of the recording (customStep) is left out: steps of this type are not supported.',
      'The source contained a secret, which is not in the journey. Set it before a run on this machine:',
      '  export WAYWISER_SECRET_SIGN_IN_PASSWORD=\'…\'   # what was typed into "Password"',
      'In AWS, journeys read secrets by name: see `secrets` in docs/configuration.md.\n',
    ].join('\n'),
  );
  const written = readFileSync(path.join(cwd, 'journeys/sign-in.journey.ts'), 'utf8');
  expect(written).toContain("await page.goto('/login');");
  expect(`${written}${out}${err}`).not.toContain('chain-and-compass');
});

test.each<[string, Partial<NewOptions>, readonly [name: string, content: string]]>([
  ['a file that is detected', { from: 'shop.har' }, ['shop-example', "http.get('/api/x')"]],
  ['a name and a file', { words: ['checkout'], from: 'shop.har' }, ['checkout', "'/api/x'"]],
  ['a format and a file', { words: ['shop.har'], from: 'har' }, ['shop-example', "'/api/x'"]],
  ['a name, a format, a file', { words: ['a', 'shop.har'], from: 'har' }, ['a', "'/api/x'"]],
  ['a document', { from: 'api.yaml' }, ['things', "http.get('/a')"]],
  ['commands in a file', { from: 'calls.sh' }, ['shop-example', "http.get('/api/orders')"]],
  ['a command', { from: 'curl https://shop.example/b' }, ['shop-example', "http.get('/b')"]],
  [
    'a format and a command',
    { words: ['curl https://shop.example/b'], from: 'curl' },
    ['shop-example', "http.get('/b')"],
  ],
  ['a small browser journey', { words: ['home'] }, ['home', "page.goto('/')"]],
  ['a small API journey', { kind: 'api' }, ['front-page', "http.get('/')"]],
])('newJourney() takes %s', async (_, options, [name, content]) => {
  const cwd = project();

  const { code, err } = await execute(cwd, options);

  expect([code, err.includes('Cannot')]).toEqual([0, false]);
  const file = path.join(cwd, `journeys/${name}.journey.ts`);
  expect(readFileSync(file, 'utf8')).toContain(content);
});

test('newJourney() overwrites only what it may', async () => {
  const cwd = project();
  await execute(cwd, { from: 'shop.har' });
  const file = path.join(cwd, 'journeys/shop-example.journey.ts');
  writeFileSync(file, '// mine\n');

  const again = await execute(cwd, { from: 'shop.har' });
  const kept = readFileSync(file, 'utf8');
  const forced = await execute(cwd, { from: 'shop.har', force: true });

  expect([again.code, again.err, kept]).toEqual([
    2,
    'waywiser: Cannot write journeys/shop-example.journey.ts: it already exists; expected another name, or --force to overwrite it\n',
    '// mine\n',
  ]);
  expect(forced.code).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain("http.get('/api/x')");
});

test('newJourney() prints the journey and writes no file when asked to', async () => {
  const cwd = project();

  const { code, out, err } = await execute(cwd, { from: 'recording.json', print: true });

  expect(code).toBe(0);
  expect(out).toMatch(/^import \{ browserJourney, every, expect \} from 'waywiser';\n/);
  expect(err).toContain('WAYWISER_SECRET_SIGN_IN_PASSWORD');
  expect(existsSync(path.join(cwd, 'journeys'))).toBe(false);
});

test('newJourney() gives one JSON document when asked to', async () => {
  const cwd = project();

  const { out, err } = await execute(cwd, { from: 'recording.json', json: true });

  expect(err).toBe('');
  expect(JSON.parse(out)).toEqual({
    name: 'sign-in',
    kind: 'browser',
    format: 'recorder',
    file: 'journeys/sign-in.journey.ts',
    steps: ['open the login page', 'fill in password'],
    secrets: [
      {
        name: 'sign-in/password',
        what: 'what was typed into "Password"',
        variable: 'WAYWISER_SECRET_SIGN_IN_PASSWORD',
      },
    ],
    notes: [
      'Step 3 of the recording (customStep) is left out: steps of this type are not supported.',
    ],
  });
});

test.each<[Partial<NewOptions>, string]>([
  [{ from: 'nothing.json' }, 'Cannot read nothing.json: there is no such file'],
  [{ from: '.' }, 'Cannot read .: it is a folder'],
  [{ from: 'broken.json' }, 'Cannot read broken.json:1:14: it is not valid JSON'],
  [{ from: 'other.json' }, 'Cannot detect the format of other.json'],
  [{ from: 'har' }, 'Cannot import: --from har has no source; expected --from har FILE'],
  [{ from: 'shop.har', format: 'openapy' }, 'Cannot use "openapy" as --format; expected "openapi"'],
  [{ from: 'shop.har', format: 'recorder' }, 'it has no "steps"'],
  [{ from: 'shop.har', kind: 'api' }, 'Cannot use --kind with --from'],
  [{ kind: 'web' }, 'Cannot use "web" as --kind; expected api or browser'],
  [{ words: ['my journey'] }, 'such as "my-journey"'],
  [{ words: ['a', 'b'] }, 'Cannot understand "b"'],
  [{ from: 'curl "https://shop.example' }, 'the curl command:1:6: this quote'],
])('newJourney() exits 2 and writes nothing when given %j', async (options, words) => {
  const cwd = project();

  const { code, out, err } = await execute(cwd, options);

  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(words);
  expect(existsSync(path.join(cwd, 'journeys'))).toBe(false);
});

test('newJourney() lets nothing that it read move the cursor', async () => {
  const cwd = project();
  writeFileSync(
    path.join(cwd, 'evil.json'),
    JSON.stringify({
      steps: [{ type: 'navigate', url: 'https://a.example/' }, { type: 'x\u001B[2J\u202E' }],
    }),
  );

  const { err } = await execute(cwd, { from: 'evil.json' });

  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  expect(err.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E]/);
});

test('newJourney() does not write through a link that leads nowhere', async () => {
  const cwd = project();
  mkdirSync(path.join(cwd, 'journeys'));
  symlinkSync('../elsewhere.ts', path.join(cwd, 'journeys/shop-example.journey.ts'));

  const { code, err } = await execute(cwd, { from: 'shop.har' });

  expect(code).toBe(2);
  expect(err).toContain('it already exists');
  expect(existsSync(path.join(cwd, 'elsewhere.ts'))).toBe(false);
});
