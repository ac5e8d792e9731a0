import { createReadStream, createWriteStream } from 'node:fs';
import { access, copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  type ChromiumSource,
  FONTS_FILE,
  GRAPHICS_FILE,
  LIBRARIES_FILE,
  PACKED_FILE,
  type PackedFiles,
} from './chromium-source.ts';
import { decompressor, zstdCompressor } from './compression.ts';
import { folderOnce } from './folder-once.ts';

/**
 * Creates a folder with the compressed browser: as zstd if this Node supports it, else as in the
 * package. Does nothing if the folder exists.
 */
export async function packChromium(source: ChromiumSource, target: string): Promise<string> {
  return folderOnce(target, {
    isComplete: isPacked,
    fill: (folder) => packParts(source, folder),
  });
}

/** Compression that {@link packChromium} uses, for the folder's name. */
export function packedForm(): 'zstd' | 'brotli' {
  return zstdCompressor() === null ? 'brotli' : 'zstd';
}

async function isPacked(folder: string): Promise<boolean> {
  return access(path.join(folder, PACKED_FILE)).then(
    () => true,
    () => false,
  );
}

async function packParts(source: ChromiumSource, folder: string): Promise<void> {
  const browser = await packBrowser(source, folder);
  await copyFile(source.libraries, path.join(folder, LIBRARIES_FILE));
  await copyFile(source.fonts, path.join(folder, FONTS_FILE));
  await copyFile(source.graphics, path.join(folder, GRAPHICS_FILE));
  const packed: PackedFiles = { version: source.version, browser };
  await writeFile(path.join(folder, PACKED_FILE), JSON.stringify(packed));
}

async function packBrowser(source: ChromiumSource, folder: string): Promise<string> {
  const compressor = zstdCompressor();
  const name = compressor === null ? path.basename(source.browser) : 'chromium.zst';
  const target = path.join(folder, name);
  if (compressor === null) {
    await copyFile(source.browser, target);
  } else {
    await pipeline(
      createReadStream(source.browser),
      decompressor(source.browser),
      compressor,
      createWriteStream(target),
    );
  }

  return name;
}
