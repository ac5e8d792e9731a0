import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { RunFailure } from '../../core/record/outcome.ts';

/** The compressed files that a browser is unpacked from: `.br` or `.zst`. */
export interface ChromiumSource {
  readonly version: string;
  /** Whether it came with a function's code, and is unpacked into a disk that goes with it. */
  readonly isCarried: boolean;
  readonly browser: string;
  readonly libraries: string;
  readonly fonts: string;
}

/** The npm package that carries a browser for Lambda. */
export const CHROMIUM_PACKAGE = '@sparticuz/chromium';
/** Beside the code of a function that carries its browser compressed. */
export const PACKED_FOLDER = 'chromium';
/** In that folder, says what is there. */
export const PACKED_FILE = 'packed.json';

/** The names of a packed folder's files; the browser's own says how it is compressed. */
export interface PackedFiles {
  readonly version: string;
  readonly browser: string;
}

/** Libraries that the browser needs and Lambda's system lacks. */
export const LIBRARIES_FILE = 'al2023.tar.br';
/** Fonts, which Lambda's system has none of. */
export const FONTS_FILE = 'fonts.tar.br';

/** The files beside `anchorPath`, else those of the npm package that it finds. */
export function chromiumSource(anchorPath: string): ChromiumSource {
  const folder = path.join(path.dirname(anchorPath), PACKED_FOLDER);
  const packed = packedFiles(folder);
  if (packed !== null) return { ...sourceIn(folder, packed), isCarried: true };

  return packageSource(anchorPath);
}

function packedFiles(folder: string): PackedFiles | null {
  try {
    const packed: unknown = JSON.parse(readFileSync(path.join(folder, PACKED_FILE), 'utf8'));

    return isPacked(packed) ? packed : null;
  } catch {
    // The code carries no browser: the package is asked next.
    return null;
  }
}

function isPacked(value: unknown): value is PackedFiles {
  if (typeof value !== 'object' || value === null) return false;
  if (!('version' in value && 'browser' in value)) return false;

  return typeof value.version === 'string' && typeof value.browser === 'string';
}

/** The files of the npm package; throws a RunFailure where it is not installed. */
export function packageSource(anchorPath: string): ChromiumSource {
  try {
    const main = createRequire(anchorPath).resolve(CHROMIUM_PACKAGE);
    const root = path.resolve(path.dirname(main), '../..');
    const manifest: unknown = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    const files = { version: versionOf(manifest), browser: 'chromium.br' };

    return sourceIn(path.join(root, 'bin'), files);
  } catch (error) {
    throw new RunFailure(
      'monitor.browser',
      `No browser found: neither Chrome nor Chromium is installed, nor is the npm package ` +
        `${CHROMIUM_PACKAGE}; install one of them, or set WAYWISER_CHROMIUM to the path of a browser`,
      { cause: error },
    );
  }
}

function sourceIn(folder: string, { version, browser }: PackedFiles): ChromiumSource {
  return {
    version,
    isCarried: false,
    browser: path.join(folder, browser),
    libraries: path.join(folder, LIBRARIES_FILE),
    fonts: path.join(folder, FONTS_FILE),
  };
}

function versionOf(manifest: unknown): string {
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest
      ? manifest.version
      : null;
  if (typeof version !== 'string') throw new TypeError(`${CHROMIUM_PACKAGE} states no version`);

  return version;
}
