import type { Scaffold } from './scaffold.ts';
import { errorText } from '../../core/base/error-text.ts';

/** What was added to package.json; both empty: nothing. */
export interface AddedToPackage {
  readonly scripts: readonly string[];
  readonly packages: readonly string[];
}

/** The result of completing a package.json. */
type CompletedPackage =
  | {
      readonly kind: 'completed';
      readonly text: string;
      readonly added: AddedToPackage;
    }
  | { readonly kind: 'problem'; readonly message: string };

/** npm's limit: https://docs.npmjs.com/cli/v11/configuring-npm/package-json#name */
const MAX_NAME = 214;

const SCRIPTS = {
  dev: 'waywiser dev',
  journeys: 'waywiser run',
  validate: 'waywiser validate',
  synth: 'cdk synth',
  deploy: 'cdk deploy --all',
} as const;

/** Fields of package.json that may already list a package. */
const DEPENDENCIES = [
  'dependencies',
  'devDependencies',
  'peerDependencies',
  'optionalDependencies',
] as const;

/** A valid package name made from a folder's name: lower-case ASCII letters and digits. */
export function packageName(folder: string): string {
  const name = folder
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, MAX_NAME)
    .replace(/[^a-z0-9]+$/, '');

  // npm does not allow a package to depend on a package with its own name.
  return name === '' || name === 'waywiser' || name === 'node_modules' ? 'journeys' : name;
}

/** The package.json of a new project. */
export function newPackage(scaffold: Scaffold): string {
  const { name, packages } = scaffold;
  const manifest = {
    name,
    private: true,
    type: 'module',
    scripts: SCRIPTS,
    dependencies: { waywiser: packages.waywiser },
    devDependencies: developmentPackages(scaffold),
  };

  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Adds missing scripts and packages to a package.json, without changing or moving existing entries. */
export function completePackage(text: string, scaffold: Scaffold): CompletedPackage {
  const parsed = parse(text);
  if (parsed.kind === 'problem') return parsed;
  const { manifest } = parsed;
  const odd = [...DEPENDENCIES, 'scripts'].find((key) => !isOptionalObject(manifest[key]));
  if (odd !== undefined)
    return problem(`its "${odd}" is not an object; expected an object, or no such field`);

  const wanted = {
    scripts: missing(SCRIPTS, [manifest['scripts']]),
    dependencies: missing({ waywiser: scaffold.packages.waywiser }, named(manifest)),
    devDependencies: missing(developmentPackages(scaffold), named(manifest)),
  };
  const added = {
    scripts: Object.keys(wanted.scripts),
    packages: [wanted.dependencies, wanted.devDependencies].flatMap((each) => Object.keys(each)),
  };
  if (added.scripts.length + added.packages.length === 0) return { kind: 'completed', text, added };

  return {
    kind: 'completed',
    text: write({ ...manifest, ...grown(manifest, wanted) }, text),
    added,
  };
}

type Manifest = Readonly<Record<string, unknown>>;
type Entries = Readonly<Record<string, string>>;

function developmentPackages({ packages }: Scaffold): Entries {
  return {
    'aws-cdk': packages.awsCdk,
    'aws-cdk-lib': packages.awsCdkLib,
    constructs: packages.constructs,
    typescript: packages.typescript,
  };
}

function parse(
  text: string,
): { readonly kind: 'manifest'; readonly manifest: Manifest } | ReturnType<typeof problem> {
  try {
    // Like npm, accepts a byte order mark.
    const manifest: unknown = JSON.parse(text.replace(/^\u{feff}/u, ''));

    return isObject(manifest)
      ? { kind: 'manifest', manifest }
      : problem('it is not an object; expected one such as { "private": true }');
  } catch (error) {
    return problem(`it is not valid JSON (${errorText(error)})`);
  }
}

function problem(why: string): Extract<CompletedPackage, { readonly kind: 'problem' }> {
  return { kind: 'problem', message: `Cannot complete package.json: ${why}` };
}

function isObject(value: unknown): value is Manifest {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isOptionalObject(value: unknown): boolean {
  return value === undefined || isObject(value);
}

function named(manifest: Manifest): readonly unknown[] {
  return DEPENDENCIES.map((key) => manifest[key]);
}

function missing(wanted: Entries, present: readonly unknown[]): Entries {
  const known = new Set(present.filter(isObject).flatMap((entries) => Object.keys(entries)));

  return Object.fromEntries(Object.entries(wanted).filter(([name]) => !known.has(name)));
}

/** The fields with additions; a field without additions stays as it is, or absent. */
function grown(manifest: Manifest, wanted: Readonly<Record<string, Entries>>): Manifest {
  const parts = Object.entries(wanted).filter(([, entries]) => Object.keys(entries).length > 0);

  return Object.fromEntries(
    parts.map(([key, entries]) => {
      const present = manifest[key];

      return [key, { ...(isObject(present) && present), ...entries }];
    }),
  );
}

/** Formats JSON like the text before: its indentation, line breaks and final line break. */
function write(manifest: Manifest, before: string): string {
  const indentation = /^[^\n]*\n([ \t]+)"/.exec(before)?.[1] ?? '  ';
  const lines = JSON.stringify(manifest, null, indentation);
  const text = before.includes('\r\n') ? lines.replaceAll('\n', '\r\n') : lines;

  return `${text}${before.includes('\r\n') ? '\r\n' : '\n'}`;
}
