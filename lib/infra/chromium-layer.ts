import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** Where the browser for Lambda is built and cached between syntheses. */
export interface ChromiumBuild {
  /** The built product's folder, with `prepare-chromium.cjs` in it. */
  readonly distDir: string;
  /** Results are cached below it, by version. */
  readonly cacheDir: string;
  /** Node that packs the browser. Default: the running one. From Node 22.15 on it packs as zstd. */
  readonly nodePath?: string;
}

/** Path of the layer's browser inside a function. */
export const LAYER_CHROMIUM = '/opt/chromium/chromium';

/** Folder inside a function's code that {@link compressedChromiumDir} is copied to. */
export const COMPRESSED_FOLDER = 'chromium';

/** The first build takes about 2 s; packing as zstd about 10 s. */
const DEADLINE_MS = 180_000;

/**
 * The folder of the layer: `chromium/` with the browser unpacked, its libraries and fonts.
 * Its name contains the version, so it can serve as the asset's hash.
 */
export function chromiumLayerDir(build: ChromiumBuild): string {
  return prepared('layer', build);
}

/**
 * The folder with the browser compressed, to be copied next to a function's code as `chromium/`.
 */
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
