import path from 'node:path';
import { packageSource } from './chromium-source.ts';
import { packChromium, packedForm } from './pack-chromium.ts';
import { unpackChromium } from './unpack-chromium.ts';
import { errorText } from '../../core/base/error-text.ts';

/** Increase it when a layer's content changes for another reason than the browser's version. */
const LAYER_FORM = 2;

/**
 * Program that the synthesis runs. Arguments: the form (`layer` or `compressed`) and a cache
 * folder. Prints the folder with the browser, which it creates if needed.
 */
async function main([program, form, cacheDir]: readonly string[]): Promise<string> {
  if (program === undefined || cacheDir === undefined) {
    throw new TypeError('Cannot prepare a browser: expected a form and a cache folder');
  }
  const source = packageSource(program);
  const layers = path.join(cacheDir, 'layers');
  const name = `chromium-${source.version}-${LAYER_FORM}`;
  if (form === 'layer') {
    const layer = path.join(layers, name);
    await unpackChromium(source, path.join(layer, 'chromium'));

    return layer;
  }
  if (form === 'compressed') {
    return packChromium(source, path.join(layers, `${name}-${packedForm()}`));
  }

  throw new TypeError(
    `Cannot prepare a browser as "${String(form)}": expected layer or compressed`,
  );
}

main(process.argv.slice(1)).then(
  (folder) => process.stdout.write(folder),
  (error: unknown) => {
    process.stderr.write(`${errorText(error)}\n`);
    process.exitCode = 1;
  },
);
