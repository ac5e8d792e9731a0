import { readFileSync } from 'node:fs';

interface Entry {
  readonly integrity?: string;
  readonly inBundle?: boolean;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock: { readonly packages: Readonly<Record<string, Entry>> } = JSON.parse(
  readFileSync('package-lock.json', 'utf8'),
);
const packages = Object.entries(lock.packages).filter(([place]) => place !== '');

describe('package-lock.json', () => {
  test('has an integrity hash for every package that is downloaded', () => {
    const unchecked = packages
      .filter(([, { inBundle, link }]) => inBundle !== true && link !== true)
      .filter(([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''))
      .map(([place]) => place);

    expect(packages.length).toBeGreaterThan(100);
    expect(unchecked).toEqual([]);
  });

  test('has the packages of every platform, so that no platform installs unchecked ones', () => {
    const places = new Set(packages.map(([place]) => place));
    const missing = packages.flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) =>
          ![`${place}/node_modules/${name}`, `node_modules/${name}`].some((each) =>
            places.has(each),
          ),
      ),
    );

    expect(missing).toEqual([]);
  });
});
