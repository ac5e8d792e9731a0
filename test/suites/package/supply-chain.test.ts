import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryDir } from '../../support/temporary-dir.ts';

interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

interface LockEntry {
  readonly dev?: boolean;
  readonly license?: string;
  /** Of an alias: the name of its package. */
  readonly name?: string;
}

interface Sbom {
  readonly bomFormat: string;
  readonly serialNumber?: string;
  readonly metadata: { readonly timestamp?: string; readonly component: { readonly name: string } };
  readonly components: readonly {
    readonly name: string;
    readonly version: string;
    readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  }[];
}

/** Licences that allow what is done here: to pass the code on, inside other code. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  '(MIT AND Zlib)',
  'Unlicense',
]);
const FUNCTIONS = ['api-runner', 'browser-runner', 'recorder', 'jobs', 'trends'];

const bundled: readonly BundledPackage[] = JSON.parse(
  readFileSync('dist/bundled-packages.json', 'utf8'),
);
const lock: { packages: Record<string, LockEntry> } = JSON.parse(
  readFileSync('package-lock.json', 'utf8'),
);
let dir = '';
let remove: () => Promise<void>;
let sbom: Sbom;

beforeAll(async () => {
  ({ path: dir, remove } = await temporaryDir());
  sbom = JSON.parse(readFileSync(sbomFile('first.json'), 'utf8'));
}, 60_000);

afterAll(async () => remove());

function sbomFile(name: string): string {
  const file = path.join(dir, name);
  execFileSync(process.execPath, ['scripts/sbom.mjs', file]);

  return file;
}

function keyOf({ name, version }: { readonly name: string; readonly version: string }): string {
  return `${name}@${version}`;
}

describe('licences', () => {
  test('of all code inside the package allow that it is passed on', () => {
    const others = bundled.filter(({ license }) => !ALLOWED.has(license));

    expect(bundled.length).toBeGreaterThan(50);
    expect(others).toEqual([]);
  });

  test('of all code that is installed with the package are no copyleft', () => {
    const found = Object.entries(lock.packages)
      .filter(([place, { dev }]) => place !== '' && dev !== true)
      .map(([place, { license }]) => `${place}: ${license ?? 'none'}`)
      .filter((line) => /GPL|none$|UNLICENSED/i.test(line));

    expect(found).toEqual([]);
  });

  test('are next to the code of the package and of every function, for every package in it', () => {
    const notices = readFileSync('dist/THIRD-PARTY-NOTICES.txt', 'utf8');
    const missing = bundled.filter(
      ({ name, version, license }) => !notices.includes(`\n${name} ${version} (${license})\n`),
    );

    expect(missing).toEqual([]);
    for (const name of FUNCTIONS) {
      const folder = path.join('dist/lambda', name);
      const text = readFileSync(path.join(folder, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
      expect([name, text.length > 10_000]).toEqual([name, true]);
      expect([name, packagesOf(folder).filter((each) => !text.includes(`\n${each} `))]).toEqual([
        name,
        [],
      ]);
    }
  });
});

/** Packages that a function's bundles name in their source maps: not what wrote the notices. */
function packagesOf(dirOfFunction: string): readonly string[] {
  const maps = readdirSync(dirOfFunction).filter((name) => name.endsWith('.cjs.map'));
  const names = maps.flatMap((name) => {
    const { sources }: { sources: readonly string[] } = JSON.parse(
      readFileSync(path.join(dirOfFunction, name), 'utf8'),
    );

    return sources
      .flatMap((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1] ?? [])
      .map((folder) => lock.packages[`node_modules/${folder}`]?.name ?? folder);
  });

  return [...new Set(names)];
}

describe('the bill of materials', () => {
  test('has every package inside the code, with the hash of its archive', () => {
    const listed = new Map(sbom.components.map((each) => [keyOf(each), each]));

    expect(sbom).toMatchObject({
      bomFormat: 'CycloneDX',
      metadata: { component: { name: 'waywiser' } },
    });
    expect(bundled.filter((each) => !listed.has(keyOf(each)))).toEqual([]);
    const unhashed = sbom.components.filter(
      ({ hashes = [] }) => !hashes.some(({ content }) => /^[0-9a-f]{128}$/.test(content)),
    );
    expect(unhashed.map(keyOf)).toEqual([]);
  });

  test('has the same bytes each time', () => {
    const again = readFileSync(sbomFile('second.json'));

    expect(again.equals(readFileSync(path.join(dir, 'first.json')))).toBe(true);
  });

  test('is in the package, with the notices', () => {
    execFileSync(process.execPath, ['scripts/sbom.mjs', 'dist/sbom.cdx.json']);
    const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
    const output = execFileSync('npm', args, { encoding: 'utf8' });
    const packed: readonly { files: readonly { path: string }[] }[] = JSON.parse(output);
    const files = packed.flatMap((each) => each.files.map((file) => file.path));

    expect(files).toEqual(
      expect.arrayContaining([
        'dist/sbom.cdx.json',
        'dist/THIRD-PARTY-NOTICES.txt',
        'dist/lambda/recorder/THIRD-PARTY-NOTICES.txt',
        'LICENSE',
        'SECURITY.md',
      ]),
    );
  });
});
