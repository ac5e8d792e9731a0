import { realpathSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromiumSource } from '../../../lib/adapters/browser/chromium-source.ts';
import { PACKAGED_CHROMIUM } from '../../support/chromium-version.ts';
import { temporaryDir } from '../../support/temporary-dir.ts';

let dir = '';
let remove: () => Promise<void>;

beforeEach(async () => {
  ({ path: dir, remove } = await temporaryDir());
});

afterEach(async () => remove());

describe('chromiumSource()', () => {
  test('prefers the compressed files next to the code to those of the package', async () => {
    const packed = path.join(dir, 'chromium');
    await mkdir(packed);
    await writeFile(
      path.join(packed, 'packed.json'),
      '{"version":"147.0.0","browser":"chromium.zst"}',
    );

    expect(chromiumSource(path.join(dir, 'page-observer.js'))).toEqual({
      version: '147.0.0',
      isBundled: true,
      browser: path.join(packed, 'chromium.zst'),
      libraries: path.join(packed, 'al2023.tar.br'),
      fonts: path.join(packed, 'fonts.tar.br'),
      graphics: path.join(packed, 'swiftshader.tar.br'),
    });
  });

  test('uses those of the package when the code contains none', () => {
    // Through links, where the packages are those of another project.
    const bin = realpathSync('node_modules/@sparticuz/chromium/bin');

    expect(chromiumSource(path.resolve('dist/page-observer.js'))).toEqual({
      version: PACKAGED_CHROMIUM,
      isBundled: false,
      browser: path.join(bin, 'chromium.br'),
      libraries: path.join(bin, 'al2023.tar.br'),
      fonts: path.join(bin, 'fonts.tar.br'),
      graphics: path.join(bin, 'swiftshader.tar.br'),
    });
  });

  test('names what to install when there is neither', () => {
    expect(() => chromiumSource('/nowhere/page-observer.js')).toThrow(
      'install one of them, or set WAYWISER_CHROMIUM to the path of a browser',
    );
  });
});
