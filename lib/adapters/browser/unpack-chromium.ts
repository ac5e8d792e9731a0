import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { mkdir, open, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import tar from 'tar-fs';
import { RunFailure } from '../../core/run/run-failure.ts';
import type { ChromiumInstall } from './find-chromium.ts';
import { errorCode } from './error-code.ts';
import { isAlive } from './process-alive.ts';
import { withUnpackLock } from './unpack-lock.ts';

/** Where the unpacked browser goes, and from where the npm package is found. */
export interface UnpackOptions {
  readonly cacheDir: string;
  readonly anchorPath: string;
}

interface ChromiumPackage {
  readonly version: string;
  /** Folder of the compressed files. */
  readonly binDir: string;
}

const PACKAGE = '@sparticuz/chromium';
/** Written last; without it, or with another size than the binary's, a folder is not used. */
const MANIFEST = 'unpacked.json';

/** The browser of the npm package, unpacked once for this user and this version. */
export async function packagedChromium(options: UnpackOptions): Promise<ChromiumInstall> {
  const found = chromiumPackage(options.anchorPath);
  const folder = `chromium-${found.version}`;
  try {
    return installIn(await unpackedOnce(found, path.join(options.cacheDir, folder)));
  } catch (error) {
    if (!isUnwritable(error)) throw unpackFailure(error, options.cacheDir);
  }
  // A cache that may not be written to (a read-only home, Lambda) is not the end: /tmp may be.
  const fallback = path.join(os.tmpdir(), 'waywiser', folder);
  try {
    return installIn(await unpackedOnce(found, fallback));
  } catch (error) {
    throw unpackFailure(error, fallback);
  }
}

function chromiumPackage(anchorPath: string): ChromiumPackage {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new RunFailure(
      'monitor.browser',
      `No browser found: neither Chrome nor Chromium is installed, and the npm package ${PACKAGE} ` +
        `runs on Linux x64 only (this is ${process.platform} ${process.arch}); install Google ` +
        `Chrome, or set WAYWISER_CHROMIUM to the path of one`,
    );
  }
  try {
    const main = createRequire(anchorPath).resolve(PACKAGE);
    const root = path.resolve(path.dirname(main), '../..');
    const manifest: unknown = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

    return { version: versionOf(manifest), binDir: path.join(root, 'bin') };
  } catch (error) {
    throw new RunFailure(
      'monitor.browser',
      `No browser found: neither Chrome nor Chromium is installed, nor is the npm package ` +
        `${PACKAGE}; install one of them, or set WAYWISER_CHROMIUM to the path of a browser`,
      { cause: error },
    );
  }
}

function versionOf(manifest: unknown): string {
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest
      ? manifest.version
      : null;
  if (typeof version !== 'string') throw new TypeError(`${PACKAGE} states no version`);

  return version;
}

async function unpackedOnce(found: ChromiumPackage, target: string): Promise<string> {
  if (await isWhole(target)) return target;
  await mkdir(path.dirname(target), { recursive: true });
  await withUnpackLock(`${target}.lock`, {
    isDone: () => isWhole(target),
    work: () => unpackTo(found, target),
  });

  return target;
}

async function isWhole(target: string): Promise<boolean> {
  try {
    const manifest: unknown = JSON.parse(await readFile(path.join(target, MANIFEST), 'utf8'));
    const { size } = await stat(path.join(target, 'chromium'));

    return (
      typeof manifest === 'object' &&
      manifest !== null &&
      'sizeBytes' in manifest &&
      manifest.sizeBytes === size
    );
  } catch {
    // Not there, half there, or unreadable: all mean that it has to be unpacked.
    return false;
  }
}

/** Unpacks beside the target and renames, so that whoever sees the folder sees all of it. */
async function unpackTo(found: ChromiumPackage, target: string): Promise<void> {
  const partial = `${target}.partial-${process.pid}-${Date.now()}`;
  await removeLeftovers(target);
  await mkdir(partial, { recursive: true });
  try {
    await unpackParts(found, partial, target);
    if (!(await isWhole(target))) await rm(target, { recursive: true, force: true });
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (!(await isWhole(target))) throw error;
  }
}

async function unpackParts(found: ChromiumPackage, dir: string, target: string): Promise<void> {
  const binary = path.join(dir, 'chromium');
  await Promise.all([
    pipeline(
      createReadStream(path.join(found.binDir, 'chromium.br'), { highWaterMark: 1 << 22 }),
      createBrotliDecompress({ chunkSize: 1 << 21 }),
      createWriteStream(binary, { mode: 0o755 }),
    ),
    untar(path.join(found.binDir, 'al2023.tar.br'), path.join(dir, 'al2023')),
    untar(path.join(found.binDir, 'fonts.tar.br'), path.join(dir, 'fonts')),
  ]);
  await writeFile(path.join(dir, 'fonts', 'fonts.conf'), fontsConf(target));
  await flush(binary);
  const { size } = await stat(binary);
  await writeFile(path.join(dir, MANIFEST), JSON.stringify({ sizeBytes: size }));
  await flush(path.join(dir, MANIFEST));
}

async function untar(archive: string, dir: string): Promise<void> {
  await pipeline(createReadStream(archive), createBrotliDecompress(), tar.extract(dir));
}

/** The package's own file names folders of Lambda only. */
function fontsConf(target: string): string {
  const folders = [path.join(target, 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts'];

  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    ...folders.map((folder) => `  <dir>${folder}</dir>`),
    `  <cachedir>${path.join(target, 'font-cache')}</cachedir>`,
    '</fontconfig>',
    '',
  ].join('\n');
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Folders that a killed process left half-filled: their name carries its number. */
async function removeLeftovers(target: string): Promise<void> {
  const parent = path.dirname(target);
  const prefix = `${path.basename(target)}.partial-`;
  const names = await readdir(parent);
  const leftovers = names.filter(
    (name) => name.startsWith(prefix) && !isAlive(Number.parseInt(name.slice(prefix.length), 10)),
  );
  await Promise.all(
    leftovers.map((name) => rm(path.join(parent, name), { recursive: true, force: true })),
  );
}

function installIn(dir: string): ChromiumInstall {
  return {
    executablePath: path.join(dir, 'chromium'),
    source: 'package',
    libraryDir: path.join(dir, 'al2023', 'lib'),
    fontsDir: path.join(dir, 'fonts'),
  };
}

function isUnwritable(error: unknown): boolean {
  return ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR'].includes(errorCode(error) ?? '');
}

function unpackFailure(error: unknown, dir: string): unknown {
  if (error instanceof RunFailure) return error;
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new RunFailure(
      'monitor.disk',
      `Cannot unpack the browser into "${dir}": no space left; it needs about 220 MB. Free some, ` +
        `or point XDG_CACHE_HOME elsewhere`,
      { cause: error },
    );
  }
  const reason = error instanceof Error ? error.message : String(error);

  return new RunFailure('monitor.browser', `Cannot unpack the browser into "${dir}": ${reason}`, {
    cause: error,
  });
}
