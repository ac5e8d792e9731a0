import { existsSync } from 'node:fs';
import path from 'node:path';
import { openEmbeddedStore } from '../../../../lib/adapters/dynamodb/embedded.ts';
import { note, type NoteOptions } from '../../../../lib/cli/trends/note.ts';
import type { Annotation } from '../../../../lib/core/record/annotation.ts';
import { calledIn, type CommandResult } from '../../../support/command-line.ts';
import { runRecord } from '../../../support/run-records.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';

let cwd: string;
let remove: () => Promise<void>;

beforeEach(async () => {
  ({ path: cwd, remove } = await temporaryDir());
});

afterEach(async () => {
  await remove();
});

async function execute(
  options: NoteOptions,
  env: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  return await calledIn(cwd, (...place) => note(options, ...place), env);
}

async function notesNow(options: NoteOptions = {}): Promise<readonly Annotation[]> {
  const { notes }: { readonly notes: readonly Annotation[] } = JSON.parse(
    (await execute({ ...options, json: true })).out,
  );

  return notes;
}

test('note() keeps what happened, when, and who said so, also where nothing ever ran', async () => {
  const at = new Date(Date.now() - 3_600_000).toISOString();

  const result = await execute(
    { text: ' v1.42 deployed ', at, deploy: true },
    { GITHUB_ACTOR: 'octocat', USER: 'runner' },
  );

  expect(result).toEqual({
    code: 0,
    err: '',
    out: `${at.slice(0, 16).replace('T', ' ')} UTC  v1.42 deployed · all journeys · deploy · octocat\n`,
  });
  expect(await notesNow()).toEqual([
    { at, journey: '*', text: 'v1.42 deployed', kind: 'deploy', by: 'octocat' },
  ]);
});

test('note() takes now where nothing is said, and a length of time as how long ago', async () => {
  const before = Date.now();
  await execute({ text: 'now' });
  await execute({ text: 'earlier', at: '2h' });

  const [earlier, now] = await notesNow();

  expect([earlier?.text, now?.text]).toEqual(['earlier', 'now']);
  const [earlierMs, nowMs] = [earlier, now].map((each) => Date.parse(each?.at ?? ''));
  expect(nowMs).toBeGreaterThanOrEqual(before);
  expect((nowMs ?? 0) - (earlierMs ?? 0)).toBeGreaterThan(7_190_000);
  expect((nowMs ?? 0) - (earlierMs ?? 0)).toBeLessThanOrEqual(7_200_000 + 60_000);
});

test('note() says so of a journey without runs, and keeps the note all the same', async () => {
  const embedded = await openEmbeddedStore({ dir: path.join(cwd, '.waywiser') });
  await embedded.store.putRun(runRecord());
  await embedded.close();

  const { code, err } = await execute({ text: 'moved', journey: 'chekout' });

  expect(code).toBe(0);
  expect(err).toBe(
    'waywiser: no run of journey "chekout" is stored yet; did you mean "checkout"?\n',
  );
  expect((await notesNow({ journey: 'chekout' })).map(({ text }) => text)).toEqual(['moved']);
});

test('note() lists what is about a journey and about all of them, once, oldest first', async () => {
  const embedded = await openEmbeddedStore({ dir: path.join(cwd, '.waywiser') });
  await embedded.store.putRun(runRecord());
  await embedded.store.putRun(runRecord({ journey: 'search' }));
  await embedded.close();
  await execute({ text: 'of checkout', journey: 'checkout', at: '1h' });
  await execute({ text: 'of all', at: '2h' });
  await execute({ text: 'of search', journey: 'search', at: '3h' });
  await execute({ text: 'long ago', at: '400d' });

  expect((await notesNow()).map(({ text }) => text)).toEqual([
    'of search',
    'of all',
    'of checkout',
  ]);
  expect((await notesNow({ journey: 'checkout' })).map(({ text }) => text)).toEqual([
    'of all',
    'of checkout',
  ]);
  expect((await notesNow({ since: '500d' })).length).toBe(4);
});

test('note() has a line where there are no notes, and creates no store', async () => {
  const { code, out } = await execute({});

  expect([code, out]).toEqual([0, 'No notes in this time.\n']);
  expect(existsSync(path.join(cwd, '.waywiser'))).toBe(false);
});

test('note() lets no text move the cursor', async () => {
  await execute({ text: 'v2 \u001B[2J\u001B]0;title\u0007 is \u202E out' });

  const { out } = await execute({});

  expect(out).toContain('v2  is  out'.replaceAll('  ', ' '));
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  expect(out.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E]/);
});

test.each([
  [{ text: '  ' }, 'Cannot keep a note of 0 characters; expected 1 to 500'],
  [{ text: 'a'.repeat(501) }, 'Cannot keep a note of 501 characters; expected 1 to 500'],
  [{ text: 'x', at: 'soon' }, 'Cannot read --at "soon"'],
  [{ text: 'x', stage: 'prod' }, 'expected it together with --deployed'],
  [{ text: 'x', since: '1d' }, 'Cannot use --since with a text'],
  [{ deploy: true }, 'Cannot use --deploy without a text'],
  [{ at: '1h' }, 'Cannot use --at without a text'],
])('note() exits 2 and keeps nothing when given %j', async (options, words) => {
  const { code, err, out } = await execute(options);

  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(words);
  expect(existsSync(path.join(cwd, '.waywiser'))).toBe(false);
});
