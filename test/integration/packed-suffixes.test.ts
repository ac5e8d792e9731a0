import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { temporaryDir } from '../support/temporary-dir.ts';

/** Bundles the tables of tldts with the plugin, and compares what comes out with what went in. */
const COMPARE = `
import { build } from 'esbuild';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { packedSuffixes } from './scripts/packed-suffixes.mjs';

const table = './node_modules/tldts/dist/es6/src/data/trie.js';
const options = { stdin: { contents: "export * from '" + table + "';", resolveDir: process.cwd() }, bundle: true, platform: 'node', format: 'cjs' };
const [plainFile, packedFile] = process.argv.slice(1);
await build({ ...options, outfile: plainFile });
await build({ ...options, outfile: packedFile, plugins: [packedSuffixes()] });
const load = createRequire(import.meta.url);
const tables = [load(plainFile), load(packedFile)].map((each) => Object.fromEntries(Object.entries(each).map(([name, value]) => [name, { type: value.constructor.name, values: typeof value === 'object' ? [...value] : value }])));
process.stdout.write(JSON.stringify({ tables, bytes: [plainFile, packedFile].map((file) => readFileSync(file).length) }));
`;

test('packedSuffixes() leaves every table of the public suffixes as it is, in less than half the code', async () => {
  const { path: dir, remove } = await temporaryDir();
  const files = ['plain.cjs', 'packed.cjs'].map((name) => path.join(dir, name));

  const output = execFileSync(process.execPath, ['--input-type=module', '-e', COMPARE, ...files], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const { tables, bytes } = JSON.parse(output);
  await remove();

  expect(Object.keys(tables[0])).toContain('labelText');
  expect(tables[0].labelText.values.length).toBeGreaterThan(10_000);
  expect(tables[1]).toEqual(tables[0]);
  expect(bytes[1]).toBeLessThan(bytes[0] / 2);
});
