import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeEvidence } from '../../../../lib/adapters/browser/session/evidence-files.ts';
import { makePrivateFolder } from '../../../../lib/adapters/local/private-files.ts';

let dir = '';

beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'waywiser-private-'));
});

afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

function modeOf(file: string): number {
  return statSync(file).mode & 0o777;
}

describe('private files on Linux and macOS', () => {
  it('writeEvidence() writes files and folders that only this user can read', async () => {
    const file = path.join(dir, 'evidence', 'run-1', 'screenshot.png');

    await writeEvidence(file, 'picture');

    expect(modeOf(file)).toBe(0o600);
    expect(modeOf(path.dirname(file))).toBe(0o700);
    expect(modeOf(path.join(dir, 'evidence'))).toBe(0o700);
  });

  it('writeEvidence() takes the rights of others from a file that exists', async () => {
    const file = path.join(dir, 'screenshot.png');
    writeFileSync(file, 'old');
    chmodSync(file, 0o666);

    await writeEvidence(file, 'new');

    expect(modeOf(file)).toBe(0o600);
  });

  it('makePrivateFolder() leaves the mode of a folder that exists', async () => {
    chmodSync(dir, 0o750);

    await makePrivateFolder(dir);

    expect(modeOf(dir)).toBe(0o750);
  });
});
