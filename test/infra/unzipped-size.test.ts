import { mkdir, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { assertFitsLambda, folderBytes } from '../../lib/infra/unzipped-size.ts';
import { temporaryDir } from '../support/temporary-dir.ts';

let dir = '';
let remove: () => Promise<void>;

beforeEach(async () => {
  ({ path: dir, remove } = await temporaryDir());
});

afterEach(async () => remove());

/** A folder with one file of this size, which takes no space. */
async function folderOf(name: string, megabytes: number): Promise<string> {
  const folder = path.join(dir, name, 'inner');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'file'), '');
  await truncate(path.join(folder, 'file'), megabytes * 1_048_576);

  return path.join(dir, name);
}

describe('folderBytes()', () => {
  test('adds up the files of all folders below', async () => {
    await folderOf('whole/a', 1);
    await folderOf('whole/b', 2);

    expect(folderBytes(path.join(dir, 'whole'))).toBe(3 * 1_048_576);
  });
});

describe('assertFitsLambda()', () => {
  test('accepts code that leaves exactly the reserve', async () => {
    const folders = [await folderOf('layer', 200), await folderOf('code', 35)];

    expect(() => assertFitsLambda('waywiser-prod-browser-runner', folders)).not.toThrow();
  });

  test('rejects code that leaves less, with the size of each folder', async () => {
    const folders = [await folderOf('layer', 200), await folderOf('code', 36)];

    expect(() => assertFitsLambda('waywiser-prod-browser-runner', folders)).toThrow(
      new RangeError(
        `Cannot deploy "waywiser-prod-browser-runner": its unzipped code has 236.0 MB ` +
          `("${dir}/layer" 200.0 MB, "${dir}/code" 36.0 MB); expected at most 235.0 MB, ` +
          `which is Lambda's limit of 250.0 MB less a reserve of 15.0 MB`,
      ),
    );
  });
});
