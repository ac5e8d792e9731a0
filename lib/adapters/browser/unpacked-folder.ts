import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ChromiumInstall } from './chromium-install.ts';

/** Written last; without it, or with another size than the binary's, a folder is not used. */
export const UNPACKED_FILE = 'unpacked.json';
/** The browser itself, in an unpacked folder. */
export const BINARY_FILE = 'chromium';

/** Whether a browser was unpacked here to the end. */
export async function isUnpacked(folder: string): Promise<boolean> {
  try {
    const manifest: unknown = JSON.parse(await readFile(path.join(folder, UNPACKED_FILE), 'utf8'));
    const { size } = await stat(path.join(folder, BINARY_FILE));

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

/** The browser of an unpacked folder. It writes into `cacheDir`, never beside itself. */
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
 * Says where fonts are: beside this file, wherever the folder is moved to, and in the system's
 * folders. The package's own file names folders of Lambda only. The cache is below XDG_CACHE_HOME.
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
