import { createReadStream, createWriteStream } from 'node:fs';
import { lstat, mkdir, open, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import tar from 'tar-fs';
import { RunFailure } from '../../core/record/outcome.ts';
import { fallbackCacheDir, ownUid } from './chromium-places.ts';
import { CHROMIUM_PACKAGE, type ChromiumSource, chromiumSource } from './chromium-source.ts';
import { decompressor } from './compression.ts';
import { errorCode } from '../base/node-error.ts';
import type { ChromiumInstall } from './chromium-install.ts';
import { folderOnce } from './folder-once.ts';
import {
  BINARY_FILE,
  FONTS_CONF,
  isUnpacked,
  UNPACKED_FILE,
  unpackedInstall,
  unpackedManifest,
} from './unpacked-folder.ts';
import { errorText } from '../../core/base/error-text.ts';

/** Where to unpack the browser, and where to find its compressed files. */
export interface UnpackOptions {
  readonly cacheDir: string;
  readonly anchorPath: string;
}

const READ_BYTES = 4 * 1024 * 1024;

/** The packaged browser, unpacked once for each user and version. */
export async function packagedChromium(options: UnpackOptions): Promise<ChromiumInstall> {
  const { cacheDir } = options;
  refuseOtherSystems();
  const source = chromiumSource(options.anchorPath);
  try {
    return await installedIn(source, cacheDir);
  } catch (error) {
    if (!isUnwritable(error)) throw unpackFailure(error, cacheDir);
  }
  const fallback = fallbackCacheDir();
  try {
    await makePrivate(fallback);

    return await installedIn(source, fallback);
  } catch (error) {
    throw unpackFailure(error, fallback);
  }
}

/** Unpacks a browser into a folder that can be moved. Does nothing if the folder exists. */
export async function unpackChromium(source: ChromiumSource, target: string): Promise<string> {
  return folderOnce(target, {
    isComplete: isUnpacked,
    fill: (folder) => unpackParts(source, folder),
  });
}

async function installedIn(source: ChromiumSource, cacheDir: string): Promise<ChromiumInstall> {
  const folder = path.join(cacheDir, `chromium-${source.version}`);

  return unpackedInstall(await unpackChromium(source, folder), cacheDir);
}

function refuseOtherSystems(): void {
  if (process.platform === 'linux' && process.arch === 'x64') return;
  throw new RunFailure(
    'monitor.browser',
    `No browser found: neither Chrome nor Chromium is installed, and the npm package ` +
      `${CHROMIUM_PACKAGE} runs on Linux x64 only (this is ${process.platform} ${process.arch}); ` +
      `install Google Chrome, or set WAYWISER_CHROMIUM to the path of one`,
  );
}

/** Creates a folder outside the workers' temporary folders, so that all workers share it. */
async function makePrivate(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const { uid, mode } = await lstat(dir);
  // Another user with write access could replace the browser.
  if (uid !== ownUid() || (mode & 0o022) !== 0) throw new Error('other users can write to it');
}

async function unpackParts(source: ChromiumSource, dir: string): Promise<void> {
  const binary = path.join(dir, BINARY_FILE);
  await Promise.all([
    pipeline(
      createReadStream(source.browser, { highWaterMark: READ_BYTES }),
      decompressor(source.browser),
      createWriteStream(binary, { mode: 0o755 }),
    ),
    untar(source.libraries, path.join(dir, 'al2023')),
    untar(source.fonts, path.join(dir, 'fonts')),
    // The browser looks for them in its own folder.
    untar(source.graphics, dir),
  ]);
  await writeFile(path.join(dir, 'fonts', 'fonts.conf'), FONTS_CONF);
  // Flushing 200 MB takes seconds, which a function's temporary disk does not need.
  if (!source.isBundled) await flush(binary);
  const { size } = await stat(binary);
  await writeFile(path.join(dir, UNPACKED_FILE), unpackedManifest(size));
  await flush(path.join(dir, UNPACKED_FILE));
}

async function untar(archive: string, dir: string): Promise<void> {
  await pipeline(createReadStream(archive), decompressor(archive), tar.extract(dir));
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isUnwritable(error: unknown): boolean {
  return ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR'].includes(errorCode(error));
}

/** Errors of a disk that cannot be written. Node has ENOENT for a folder on one that is read-only. */
const IS_DISK: ReadonlySet<string> = new Set(['EROFS', 'EIO', 'ENOENT']);

function unpackFailure(error: unknown, dir: string): unknown {
  if (error instanceof RunFailure) return error;
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new RunFailure(
      'monitor.disk',
      `Cannot unpack the browser into "${dir}": no space left; it needs about 220 MB. Free some space, ` +
        `or set XDG_CACHE_HOME to another disk`,
      { cause: error },
    );
  }
  const cause = IS_DISK.has(code) ? 'monitor.disk' : 'monitor.browser';
  const reason = `Cannot unpack the browser into "${dir}": ${errorText(error)}`;

  return new RunFailure(cause, reason, { cause: error });
}
