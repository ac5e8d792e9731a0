// The bill of materials of the package, in CycloneDX: what npm installs with it, as npm itself lists it,
// and the packages whose code is inside its own files. The same lock file gives the same bytes.
//   node scripts/sbom.mjs FILE
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Writes the bill of materials; the product must have been built. */
export function writeSbom(file) {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--package-lock-only'];
  const sbom = JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8' }));
  // Differ at each call.
  delete sbom.serialNumber;
  delete sbom.metadata.timestamp;
  // npm takes the folder's name.
  sbom.metadata.component.name = JSON.parse(
    readFileSync(path.join(root, 'package.json'), 'utf8'),
  ).name;
  const known = new Set(sbom.components.map(({ name, version }) => `${name}@${version}`));
  const inside = JSON.parse(readFileSync(path.join(root, 'dist/bundled-packages.json'), 'utf8'));
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const bundled = inside
    .filter(({ name, version }) => !known.has(`${name}@${version}`))
    .map((each) => componentOf(each, packages));
  sbom.components = [...sbom.components, ...bundled];
  writeFileSync(file, `${JSON.stringify(sbom, null, 2)}\n`);
}

function componentOf({ name, version, license }, packages) {
  const [, entry] =
    Object.entries(packages).find(
      ([place, each]) =>
        // An alias has the name of its package beside it.
        (each.name ?? place.split('node_modules/').at(-1)) === name && each.version === version,
    ) ?? [];
  if (entry === undefined) {
    throw new Error(`Cannot list "${name}" ${version}: it is not in the lock file`);
  }
  const content = Buffer.from(entry.integrity.replace(/^sha512-/, ''), 'base64').toString('hex');

  return {
    'bom-ref': `${name}@${version}`,
    type: 'library',
    name,
    version,
    scope: 'required',
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    hashes: [{ alg: 'SHA-512', content }],
    licenses: [{ license: { id: license } }],
  };
}

const [, program, file] = process.argv;
if (program === fileURLToPath(import.meta.url) && file !== undefined) writeSbom(file);
