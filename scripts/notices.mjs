// Licences and notices of the packages whose code is inside what is built: each bundle's metafile
// names its inputs, and every package of an input must have a licence text.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const NOTICES_FILE = 'THIRD-PARTY-NOTICES.txt';

const TEXT_FILES = /^(licen[cs]e|copying|notice)([.-].*)?$/i;
const RULE = '='.repeat(80);

/** The packages of the inputs of bundles, and of further folders below `root`, sorted by name. */
export function packagesIn(root, metafiles, folders = []) {
  const inputs = metafiles.flatMap(({ inputs: each }) => Object.keys(each));
  const dirs = new Set([...inputs.flatMap(packageDir), ...folders]);
  const packages = [...dirs].map((dir) => readPackage(root, path.resolve(root, dir)));
  const unique = new Map(packages.map((each) => [`${each.name}@${each.version}`, each]));

  return [...unique.values()].toSorted((a, b) => compare(keyOf(a), keyOf(b)));
}

/** One text for all packages; a licence text that several share is printed once. */
export function noticesOf(packages) {
  const sections = new Map();
  for (const each of packages) sections.set(each.text, [...(sections.get(each.text) ?? []), each]);
  const parts = [...sections].map(([text, members]) => {
    const names = members.map(({ name, version, license }) => `${name} ${version} (${license})`);

    return [RULE, ...names, RULE, '', text, ''].join('\n');
  });

  return [
    'This folder contains code of the following packages, under the licences below.',
    '',
    ...parts,
  ].join('\n');
}

/** `node_modules/a/node_modules/@b/c/lib/x.js` is of `node_modules/a/node_modules/@b/c`. */
function packageDir(input) {
  const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input.split(path.sep).join('/'));

  return found === null ? [] : [found[1]];
}

function readPackage(root, dir) {
  const { name, version, license } = JSON.parse(
    readFileSync(path.join(dir, 'package.json'), 'utf8'),
  );
  const files = readdirSync(dir).filter((file) => TEXT_FILES.test(file));
  const texts = files.toSorted(compare).map((file) => readFileSync(path.join(dir, file), 'utf8'));
  // Some archives of Amazon's have no licence file; ours is the same text.
  if (texts.length === 0 && license === 'Apache-2.0') {
    texts.push(readFileSync(path.join(root, 'LICENSE'), 'utf8'));
  }
  if (texts.length === 0) {
    throw new Error(`Cannot list the notices of "${name}": there is no licence in ${dir}`);
  }
  const text = texts.map((each) => each.trim().replaceAll('\r\n', '\n')).join('\n\n');

  return { name, version, license, text };
}

function keyOf({ name, version }) {
  return `${name}@${version}`;
}

function compare(a, b) {
  return a < b ? -1 : Number(a > b);
}
