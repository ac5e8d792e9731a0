// The public suffixes, of which a function's code would be an eighth, compressed.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

/**
 * A plugin of esbuild: the tables of tldts are data in the form of source. They are put into the bundle
 * as compressed bytes, which are less than half and take a millisecond to unpack.
 */
export function packedSuffixes() {
  return {
    name: 'packed-suffixes',
    setup: ({ onLoad }) => {
      onLoad({ filter: /[\\/]tldts[\\/].*[\\/]data[\\/]trie\.js$/ }, async ({ path }) => ({
        contents: packed(await tablesIn(path)),
      }));
    },
  };
}

/** The file is a module in a package of CommonJS: it is loaded from its text. */
async function tablesIn(file) {
  const source = readFileSync(file, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '');
  const { href } = pathToFileURL(file);

  return import(`data:text/javascript;base64,${Buffer.from(source).toString('base64')}#${href}`);
}

/** Each export: its type and its bytes; small numbers stay as they are. */
function packed(tables) {
  const parts = Object.entries(tables).map(([name, value]) => partOf(name, value));
  const bytes = brotliCompressSync(Buffer.concat(parts.map((part) => part.bytes)), {
    params: { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS },
  });
  let at = 0;
  const lines = parts.map(({ name, read, bytes: { length } }) => {
    at += length;

    return `export const ${name} = ${read(at - length, at)};`;
  });

  return [
    "const bytes = require('node:zlib').brotliDecompressSync(",
    `  Buffer.from('${bytes.toString('base64')}', 'base64'));`,
    ...lines,
  ].join('\n');
}

function partOf(name, value) {
  if (typeof value === 'number') return { name, bytes: Buffer.alloc(0), read: () => value };
  if (typeof value === 'string') {
    return {
      name,
      bytes: Buffer.from(value),
      read: (from, to) => `bytes.toString('utf8', ${from}, ${to})`,
    };
  }
  // Copied, because the place of a view must be a multiple of its elements' size.
  return {
    name,
    bytes: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
    read: (from, to) =>
      `new ${value.constructor.name}(new Uint8Array(bytes.subarray(${from}, ${to})).buffer)`,
  };
}
