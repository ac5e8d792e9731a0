import { execFile, type ExecFileException } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { findChromium } from '../../../../lib/adapters/browser/find-chromium.ts';
import { packagedChromium } from '../../../../lib/adapters/browser/unpack-chromium.ts';
import { PACKAGED_CHROMIUM } from '../../../support/chromium-version.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';
import { unpackedManifest } from '../../../../lib/adapters/browser/unpacked-folder.ts';

const ANCHOR = path.resolve('dist/page-observer.js');
/** The package holds one system's binary. */
const HAS_PACKAGE = process.platform === 'linux' && process.arch === 'x64';

let cacheDir = '';
let remove: () => Promise<void>;

beforeEach(async () => {
  ({ path: cacheDir, remove } = await temporaryDir());
});

afterEach(async () => remove());

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

async function unpackInOwnProcess(
  script: string,
  own: { readonly cacheDir?: string; readonly TMPDIR?: string } = {},
): Promise<Ended> {
  const { cacheDir: into = cacheDir, ...env } = own;

  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [script, into, ANCHOR],
      { env: { ...process.env, ...env } },
      (error: ExecFileException | null, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
      },
    );
  });
}

async function bundledUnpacker(): Promise<string> {
  const script = path.join(cacheDir, 'unpack.cjs');
  await build({
    stdin: {
      contents: `import { packagedChromium } from './lib/adapters/browser/unpack-chromium.ts';
        packagedChromium({ cacheDir: process.argv[2], anchorPath: process.argv[3] })
          .then((found) => process.stdout.write(found.executablePath));`,
      resolveDir: process.cwd(),
      loader: 'ts',
    },
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
  });

  return script;
}

if (HAS_PACKAGE) {
  describe('packagedChromium()', () => {
    test('unpacks once when four processes start together and a dead one left a half', async () => {
      const script = await bundledUnpacker();
      const half = path.join(cacheDir, `chromium-${PACKAGED_CHROMIUM}.partial-999999999-1`);
      await mkdir(half);
      await writeFile(path.join(half, 'chromium'), 'half');
      await writeFile(path.join(cacheDir, `chromium-${PACKAGED_CHROMIUM}.lock`), '999999999');

      const ended = await Promise.all(
        Array.from({ length: 4 }, async () => unpackInOwnProcess(script)),
      );

      const binary = path.join(cacheDir, `chromium-${PACKAGED_CHROMIUM}`, 'chromium');
      expect(ended).toEqual(Array.from({ length: 4 }, () => ({ code: 0, output: binary })));
      expect((await readdir(cacheDir)).toSorted()).toEqual([
        `chromium-${PACKAGED_CHROMIUM}`,
        'unpack.cjs',
      ]);
      const manifest: unknown = JSON.parse(
        await readFile(
          path.join(cacheDir, `chromium-${PACKAGED_CHROMIUM}`, 'unpacked.json'),
          'utf8',
        ),
      );
      expect(manifest).toEqual({ sizeBytes: (await stat(binary)).size, form: 2 });
    });

    test.each([
      ['is incomplete', unpackedManifest(200_000_000)],
      ['is of an earlier form', '{"sizeBytes":3}'],
    ])('unpacks again when the folder %s', async (_what, manifest) => {
      const dir = path.join(cacheDir, `chromium-${PACKAGED_CHROMIUM}`);
      await mkdir(dir);
      await writeFile(path.join(dir, 'chromium'), 'cut');
      await writeFile(path.join(dir, 'unpacked.json'), manifest);

      const found = await packagedChromium({ cacheDir, anchorPath: ANCHOR });

      expect((await stat(found.executablePath)).size).toBeGreaterThan(100_000_000);
      expect(await readFile(path.join(dir, 'fonts', 'fonts.conf'), 'utf8')).toContain(
        '<dir prefix="relative">.</dir>',
      );
    });

    test('unpacks outside the temporary folder of one worker when the cache may not be written', async () => {
      const script = await bundledUnpacker();
      const blocked = path.join(cacheDir, 'file');
      await writeFile(blocked, '');
      const shared = `/tmp/waywiser-${process.getuid?.() ?? 0}`;
      const wasThere = existsSync(shared);

      const ended = await unpackInOwnProcess(script, {
        cacheDir: path.join(blocked, 'cache'),
        TMPDIR: cacheDir,
      });
      if (!wasThere) await rm(shared, { recursive: true, force: true });

      expect(ended).toEqual({
        code: 0,
        output: `${shared}/chromium-${PACKAGED_CHROMIUM}/chromium`,
      });
    });
  });
} else {
  test('packagedChromium() names the remedies when the package has no binary for this system', async () => {
    await expect(packagedChromium({ cacheDir, anchorPath: ANCHOR })).rejects.toThrow(
      'set WAYWISER_CHROMIUM to the path of one',
    );
  });
}

describe('findChromium()', () => {
  test('uses unpacked libraries and fonts next to the given binary', async () => {
    await writeFile(path.join(cacheDir, 'chromium'), 'ELF', { mode: 0o755 });
    await writeFile(path.join(cacheDir, 'unpacked.json'), unpackedManifest(3));

    const found = await findChromium({
      chromiumPath: path.join(cacheDir, 'chromium'),
      cacheDir: '/tmp/kept',
      anchorPath: ANCHOR,
    });

    expect(found).toEqual({
      executablePath: path.join(cacheDir, 'chromium'),
      source: 'package',
      libraryDir: path.join(cacheDir, 'al2023', 'lib'),
      fontsDir: path.join(cacheDir, 'fonts'),
      cacheDir: '/tmp/kept',
    });
  });

  test('treats a given binary without libraries as a system browser', async () => {
    const chromiumPath = path.join(cacheDir, 'chromium');
    await writeFile(chromiumPath, 'ELF', { mode: 0o755 });

    const found = await findChromium({ chromiumPath, cacheDir, anchorPath: ANCHOR });

    expect(found).toMatchObject({ source: 'given', libraryDir: null, fontsDir: null });
  });

  test('names the missing file when the given path does not exist', async () => {
    const chromiumPath = path.join(cacheDir, 'chrome');

    const failure = await findChromium({ chromiumPath, cacheDir, anchorPath: ANCHOR }).catch(
      (error: unknown) => error,
    );

    expect(failure).toMatchObject({
      code: 'monitor.browser',
      message: expect.stringContaining(`"${chromiumPath}"`),
    });
  });
});
