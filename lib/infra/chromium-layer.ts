import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** Where the browser for Lambda is made, and kept from one synthesis to the next. */
export interface ChromiumBuild {
  /** The built product's folder, with `prepare-chromium.cjs` in it. */
  readonly distDir: string;
  /** What was made is kept below it, by version. */
  readonly cacheDir: string;
  /** The Node that packs; default: this one. From 22.15 on it packs as zstd. */
  readonly nodePath?: string;
}

/** Where the layer's browser is found in a function. */
export const LAYER_CHROMIUM = '/opt/chromium/chromium';

/** In a function's code, the folder that {@link compressedChromiumDir} is copied to. */
export const COMPRESSED_FOLDER = 'chromium';

/** The first time about two seconds; packing as zstd about ten. */
const DEADLINE_MS = 180_000;

/**
 * The folder of the layer: `chromium/` with the browser unpacked, its libraries and fonts, and no
 * graphics. Its name carries the version, so it may serve as the asset's hash.
 */
export function chromiumLayerDir(build: ChromiumBuild): string {
  return prepared('layer', build);
}

/** The folder with the browser compressed, to be copied beside a function's code as `chromium/`. */
export function compressedChromiumDir(build: ChromiumBuild): string {
  return prepared('compressed', build);
}

function prepared(form: 'layer' | 'compressed', build: ChromiumBuild): string {
  const { distDir, cacheDir, nodePath = process.execPath } = build;
  const program = path.join(distDir, 'prepare-chromium.cjs');

  return execFileSync(nodePath, [program, form, cacheDir], {
    encoding: 'utf8',
    timeout: DEADLINE_MS,
  });
}
