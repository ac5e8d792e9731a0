import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { RunFailure } from '../../core/record/outcome.ts';

/** Compressed files (`.br` or `.zst`) that a browser is unpacked from. */
export interface ChromiumSource {
  readonly version: string;
  /** Whether it is part of a function's code and unpacked to its temporary disk. */
  readonly isBundled: boolean;
  readonly browser: string;
  readonly libraries: string;
  readonly fonts: string;
  readonly graphics: string;
}

/** npm package with a browser for Lambda. */
export const CHROMIUM_PACKAGE = '@sparticuz/chromium';
/** Folder next to a function's code with the compressed browser. */
export const PACKED_FOLDER = 'chromium';
/** File in that folder that describes its content. */
export const PACKED_FILE = 'packed.json';

/** Version and browser file of a packed folder; the file's extension shows its compression. */
export interface PackedFiles {
  readonly version: string;
  readonly browser: string;
}

/** Libraries that the browser needs and Lambda's system does not have. */
export const LIBRARIES_FILE = 'al2023.tar.br';
/** Fonts; Lambda's system has none. */
export const FONTS_FILE = 'fonts.tar.br';
/** Libraries that draw WebGL in software. */
export const GRAPHICS_FILE = 'swiftshader.tar.br';

/** The files next to `anchorPath`, else those of the npm package that resolves from it. */
export function chromiumSource(anchorPath: string): ChromiumSource {
  const folder = path.join(path.dirname(anchorPath), PACKED_FOLDER);
  const packed = packedFiles(folder);
  if (packed !== null) return { ...sourceIn(folder, packed), isBundled: true };

  return packageSource(anchorPath);
}

function packedFiles(folder: string): PackedFiles | null {
  try {
    const packed: unknown = JSON.parse(readFileSync(path.join(folder, PACKED_FILE), 'utf8'));

    return isPacked(packed) ? packed : null;
  } catch {
    // The code contains no browser: the npm package is tried next.
    return null;
  }
}

function isPacked(value: unknown): value is PackedFiles {
  if (typeof value !== 'object' || value === null) return false;
  if (!('version' in value && 'browser' in value)) return false;

  return typeof value.version === 'string' && typeof value.browser === 'string';
}

/** The files of the npm package. Throws a RunFailure if it is not installed. */
export function packageSource(anchorPath: string): ChromiumSource {
  try {
    const root = packageFolder(createRequire(anchorPath).resolve(CHROMIUM_PACKAGE));
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

/** The depth of its main file differs between versions, and its manifest is not exported. */
function packageFolder(main: string): string {
  const marker = path.join('node_modules', ...CHROMIUM_PACKAGE.split('/'));
  const at = main.lastIndexOf(`${marker}${path.sep}`);

  return at === -1 ? path.dirname(path.dirname(main)) : main.slice(0, at + marker.length);
}

function sourceIn(folder: string, { version, browser }: PackedFiles): ChromiumSource {
  return {
    version,
    isBundled: false,
    browser: path.join(folder, browser),
    libraries: path.join(folder, LIBRARIES_FILE),
    fonts: path.join(folder, FONTS_FILE),
    graphics: path.join(folder, GRAPHICS_FILE),
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
