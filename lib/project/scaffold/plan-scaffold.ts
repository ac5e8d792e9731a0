import { constants, existsSync, lstatSync, readFileSync, statSync } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { findJourneys, readablePath } from '../load/find-journeys.ts';
import { type AddedToPackage, completePackage, newPackage, packageName } from './package-file.ts';
import { appCommand, IGNORED, projectFiles } from './project-files.ts';
import type { Scaffold, ScaffoldFile } from './scaffold.ts';

/** The options of `waywiser init`. */
export interface ScaffoldRequest extends Omit<Scaffold, 'name' | 'packageDir'> {
  /** Adds missing files to an existing project. */
  readonly force: boolean;
}

/** What `init` does with a file. */
export type PlannedFile =
  | ({ readonly kind: 'write' } & ScaffoldFile)
  | ({ readonly kind: 'complete'; readonly added: AddedToPackage } & ScaffoldFile)
  | {
      readonly kind: 'keep';
      readonly path: string;
      /** A suggestion what to add to it; null: none. */
      readonly hint: string | null;
    };

/** The plan for a folder, or the reason why there is none. */
type ScaffoldPlan =
  | {
      readonly kind: 'plan';
      readonly files: readonly PlannedFile[];
      /** Configuration files of projects in parent folders. */
      readonly around: readonly string[];
    }
  | { readonly kind: 'refusal'; readonly message: string };

const CONFIG = /^waywiser\.config\.(?:[cm]?js|m?ts)$/;
const CONFIG_FILES = ['ts', 'mts', 'js', 'mjs', 'cjs'].map((ending) => `waywiser.config.${ending}`);

/** Plans what `waywiser init` writes to a folder; the folder need not exist. Reads only. */
export async function planScaffold(
  folder: string,
  request: ScaffoldRequest,
): Promise<ScaffoldPlan> {
  const blocked = await blockedBy(folder);
  if (blocked !== null) return refusal(folder, blocked);
  const own = await ownFiles(folder);
  if (own.length > 0 && !request.force) {
    return refusal(
      folder,
      `it already is a Waywiser project (${listed(own)}); expected another folder, or --force to add missing files without changing existing ones`,
    );
  }
  const scaffold = {
    ...request,
    name: packageName(path.basename(folder)),
    packageDir: packageDirFrom(folder),
  };
  const manifest = planManifest(folder, scaffold);
  if (manifest.kind === 'problem') return { kind: 'refusal', message: manifest.message };
  const files = projectFiles(scaffold).filter(({ path: name }) => isMissing(name, own));

  return {
    kind: 'plan',
    files: [...files.map((file) => planFile(folder, file, scaffold)), manifest],
    around: projectsAround(folder),
  };
}

function refusal(folder: string, why: string): ScaffoldPlan {
  return { kind: 'refusal', message: `Cannot create a project in ${folder}: ${why}` };
}

/** The reason why a folder cannot be written to; null: it can. */
async function blockedBy(folder: string): Promise<string | null> {
  const nearest = nearestExisting(folder);
  if (!statSync(nearest).isDirectory()) {
    return nearest === folder
      ? 'it is a file; expected a folder'
      : `${nearest} is a file; expected a folder`;
  }
  try {
    await access(nearest, constants.W_OK | constants.X_OK);

    return null;
  } catch {
    return `${nearest === folder ? 'it' : nearest} is not writable; expected a writable folder`;
  }
}

function nearestExisting(folder: string): string {
  return existsSync(folder) ? folder : nearestExisting(path.dirname(folder));
}

/** The files that make a folder a Waywiser project: configuration and journeys. */
async function ownFiles(folder: string): Promise<readonly string[]> {
  const journeys = await findJourneys(path.join(folder, 'journeys'));
  const configs = CONFIG_FILES.filter((name) => existsSync(path.join(folder, name)));

  return [...configs, ...journeys.map((file) => readablePath(file, folder))];
}

/** Whether a file may be added: never a second configuration, nor sample journeys next to existing ones. */
function isMissing(name: string, own: readonly string[]): boolean {
  if (name.startsWith('journeys/')) return !own.some((each) => each.startsWith('journeys/'));

  return !CONFIG.test(name) || !own.some((each) => CONFIG.test(each));
}

const MAX_LISTED = 3;

function listed(names: readonly string[]): string {
  const rest = names.length - MAX_LISTED;

  return `${names.slice(0, MAX_LISTED).join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`;
}

function planFile(folder: string, file: ScaffoldFile, scaffold: Scaffold): PlannedFile {
  const place = path.join(folder, file.path);
  // A dangling link counts as existing.
  if (lstatSync(place, { throwIfNoEntry: false }) === undefined) return { kind: 'write', ...file };

  return { kind: 'keep', path: file.path, hint: keptHint(file.path, place, scaffold) };
}

function planManifest(
  folder: string,
  scaffold: Scaffold,
): PlannedFile | Extract<ReturnType<typeof completePackage>, { readonly kind: 'problem' }> {
  const name = 'package.json';
  const place = path.join(folder, name);
  const about = 'scripts and packages';
  if (!existsSync(place)) return { kind: 'write', path: name, text: newPackage(scaffold), about };
  const completed = completePackage(readFileSync(place, 'utf8'), scaffold);
  if (completed.kind === 'problem') return completed;
  const { text, added } = completed;
  const grown = [
    ...(added.scripts.length === 0 ? [] : [`scripts ${added.scripts.join(', ')}`]),
    ...(added.packages.length === 0 ? [] : [`packages ${added.packages.join(', ')}`]),
  ];
  if (grown.length === 0) return { kind: 'keep', path: name, hint: null };

  return { kind: 'complete', path: name, text, about: `added: ${grown.join('; ')}`, added };
}

const PACKAGE = 'node_modules/waywiser';

/** Folder where npm installed this package: in the project or, in a workspace, in a parent folder. */
function packageDirFrom(folder: string): string {
  const above = foldersAbove(folder).find((each) => existsSync(path.join(each, PACKAGE)));
  if (above === undefined) return PACKAGE;

  return path.relative(folder, path.join(above, PACKAGE)).split(path.sep).join('/');
}

function projectsAround(folder: string): readonly string[] {
  return foldersAbove(path.dirname(folder)).flatMap((each) =>
    CONFIG_FILES.map((name) => path.join(each, name)).filter((file) => existsSync(file)),
  );
}

/** A folder and all its parents. */
function foldersAbove(folder: string): readonly string[] {
  const parent = path.dirname(folder);

  return parent === folder ? [folder] : [folder, ...foldersAbove(parent)];
}

/** A suggestion for an existing file that lacks something; null: nothing is missing. */
function keptHint(name: string, file: string, scaffold: Scaffold): string | null {
  if (name !== 'cdk.json' && name !== '.gitignore') return null;
  const text = contentOf(file);
  if (name === 'cdk.json') {
    const { packageDir } = scaffold;

    return text.includes('waywiser/dist/bin/app.cjs')
      ? null
      : `to deploy this project, set "app" to "${appCommand(packageDir)}"`;
  }
  const lines = text.split(/\r?\n/).map((line) => line.trim().replaceAll(/^\/|\/$/g, ''));
  const missing = IGNORED.filter((each) => !lines.includes(each.slice(0, -1)));

  return missing.length === 0 ? null : `add ${missing.join(', ')}`;
}

/** The content of a file; empty where it cannot be read. */
function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
