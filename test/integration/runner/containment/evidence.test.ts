import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { AttemptResult } from '../../../../lib/core/journey/attempt.ts';
import type { WorkerSandbox } from '../../../../lib/runner/sandbox.ts';
import { planOf, requestOf } from '../../../support/attempt-requests.ts';
import { builtSandbox } from '../../../support/sandboxes.ts';

let dir = '';
let sandbox: WorkerSandbox;

beforeAll(() => {
  dir = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'evidence-claims-')));
  writeFileSync(path.join(dir, 'secret.txt'), 'secret');
  sandbox = builtSandbox('browser', 1);
});

afterAll(async () => {
  await sandbox.dispose();
  rmSync(dir, { recursive: true, force: true });
});

/** Runs a failing browser journey that does something first, and whose result lists other evidence. */
async function claimed(claims: readonly string[], body: string): Promise<AttemptResult> {
  const bundlePath = path.join(dir, 'claims.cjs');
  writeFileSync(
    bundlePath,
    `const { browserJourney, every } = require('waywiser');
     module.exports.default = browserJourney('claims', { schedule: every('5m') }, async ({ step }) => {
       const fs = require('node:fs');
       const folder = ${JSON.stringify(path.join(dir, 'evidence'))};
       const stringify = JSON.stringify;
       JSON.stringify = (value, ...rest) => {
         if (value?.kind === 'done') {
           value.result.evidence = ${JSON.stringify(claims)}.map((path) => ({ kind: 'source', path, from: 'run' }));
         }
         return stringify(value, ...rest);
       };
       ${body}
       throw new Error('fails');
     });`,
  );
  const browser = { serviceWorkers: 'block', cpuThrottle: 1, network: null } as const;
  const plan = planOf({
    kind: 'browser',
    evidence: 'rerun',
    timeoutMs: 30_000,
    browser,
    version: body,
  });
  const evidenceDir = path.join(dir, 'evidence');

  const result = await sandbox.attempt(
    requestOf({ bundlePath, projectDir: dir, plan, evidenceDir }),
  );
  rmSync(evidenceDir, { recursive: true, force: true });

  return result;
}

describe('evidence that is none is left out, and the log says so', () => {
  test.each([
    { what: 'a path outside', claims: ['secret.txt', '/proc/self/environ', '../x'], body: '' },
    {
      what: 'a symbolic link',
      claims: ['evidence/link'],
      body: `fs.mkdirSync(folder, { recursive: true }); fs.symlinkSync('/proc/self/environ', folder + '/link');`,
    },
    {
      what: 'a link in the place of the folder',
      claims: ['evidence/secret.txt'],
      body: `fs.rmSync(folder, { recursive: true, force: true }); fs.symlinkSync(${JSON.stringify('..')}, folder);`,
    },
    {
      what: 'a hard link',
      claims: ['evidence/hard'],
      body: `fs.mkdirSync(folder, { recursive: true }); fs.linkSync(folder + '/../secret.txt', folder + '/hard');`,
    },
    {
      what: 'a folder and nothing at all',
      claims: ['evidence', 'evidence/none', ''],
      body: `fs.mkdirSync(folder, { recursive: true });`,
    },
  ])('$what', async ({ claims, body }) => {
    const result = await claimed(claims, body);

    expect(result).toMatchObject({ outcome: 'failed', evidence: [] });
    expect(result.log).toContainEqual({
      level: 'warning',
      text: `${claims.length} of ${claims.length} evidence files are left out: expected regular files in the folder of their run`,
      atMs: 0,
      source: 'waywiser',
    });
  });

  test('and a regular file is kept', async () => {
    const result = await claimed(
      ['evidence/note.txt'],
      `fs.mkdirSync(folder, { recursive: true }); fs.writeFileSync(folder + '/note.txt', 'x');`,
    );

    expect(result.evidence).toEqual([{ kind: 'source', path: 'evidence/note.txt', from: 'run' }]);
  });
});
