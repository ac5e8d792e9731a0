import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ChromiumInstall } from './chromium-install.ts';

/** Increase it when a folder's content changes for another reason than the browser's version. */
const FORM = 2;
/** Written last. A folder without it, of another form, or with a different size of the binary, is not used. */
export const UNPACKED_FILE = 'unpacked.json';
/** The browser's binary in an unpacked folder. */
export const BINARY_FILE = 'chromium';

/** What {@link UNPACKED_FILE} contains. */
export function unpackedManifest(sizeBytes: number): string {
  return JSON.stringify({ sizeBytes, form: FORM });
}

/** Whether a folder contains a completely unpacked browser. */
export async function isUnpacked(folder: string): Promise<boolean> {
  try {
    const manifest: unknown = JSON.parse(await readFile(path.join(folder, UNPACKED_FILE), 'utf8'));
    const { size } = await stat(path.join(folder, BINARY_FILE));

    return (
      typeof manifest === 'object' &&
      manifest !== null &&
      'sizeBytes' in manifest &&
      manifest.sizeBytes === size &&
      'form' in manifest &&
      manifest.form === FORM
    );
  } catch {
    // Missing, incomplete or unreadable: it has to be unpacked.
    return false;
  }
}

/** The browser of an unpacked folder. It writes to `cacheDir`, never to its own folder. */
export function unpackedInstall(folder: string, cacheDir: string): ChromiumInstall {
  return {
    executablePath: path.join(folder, BINARY_FILE),
    source: 'package',
    libraryDir: path.join(folder, 'al2023', 'lib'),
    fontsDir: path.join(folder, 'fonts'),
    cacheDir,
  };
}

/**
 * Font configuration: fonts next to this file (relative, so the folder can be moved) and the
 * system's fonts; the cache is below XDG_CACHE_HOME. The package's own configuration names Lambda's
 * folders only.
 */
export const FONTS_CONF = [
  '<?xml version="1.0"?>',
  '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
  '<fontconfig>',
  '  <dir prefix="relative">.</dir>',
  '  <dir>/usr/share/fonts</dir>',
  '  <dir>/usr/local/share/fonts</dir>',
  '  <cachedir prefix="xdg">font-cache</cachedir>',
  '</fontconfig>',
  '',
].join('\n');
