// Adds to the lock file the optional packages of other platforms that npm left out of it (a known
// weakness: https://github.com/npm/cli/issues/4828), so that `npm ci` works on every platform. Run
// it after `npm install`; it changes nothing where nothing is missing.
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'package-lock.json';
const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const PROCESSORS = [
  'arm64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
];

const lock = JSON.parse(readFileSync(FILE, 'utf8'));
const added = [];

for (const [place, entry] of Object.entries(lock.packages)) {
  if (place === '') continue;
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(place, name) || !/^\d/.test(version)) continue;
    const platform = platformOf(name);
    if (platform === null) continue;
    lock.packages[`node_modules/${name}`] = {
      version,
      cpu: platform.cpu,
      ...(entry.dev ? { dev: true } : {}),
      ...(platform.libc === null ? {} : { libc: platform.libc }),
      optional: true,
      os: platform.os,
    };
    added.push(name);
  }
}

if (added.length > 0) {
  const sorted = Object.entries(lock.packages).toSorted(([a], [b]) => a.localeCompare(b, 'en'));
  lock.packages = Object.fromEntries(sorted);
  writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
}
console.log(`${added.length} packages of other platforms added to ${FILE}`);

/** Whether npm would find the package from that place, going outwards. */
function isLocked(place, name) {
  const parts = place.split('/node_modules/');
  const around = parts.map((_, depth) => parts.slice(0, depth + 1).join('/node_modules/'));

  return [...around.map((folder) => `${folder}/node_modules/${name}`), `node_modules/${name}`].some(
    (candidate) => lock.packages[candidate] !== undefined,
  );
}

function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  if (os === undefined || cpu === undefined) return null;
  const libc = ['musl', 'musleabihf'].some((word) => words.includes(word))
    ? ['musl']
    : ['gnu', 'gnueabihf'].some((word) => words.includes(word))
      ? ['glibc']
      : null;

  return { os: [os], cpu: [cpu], libc };
}
