import path from 'node:path';
import type { Problem } from '../../core/journey/problem.ts';
import type { ResolvedConfig } from '../../core/journey/resolved-config.ts';
import type { RunnableJourney } from '../../core/ports.ts';
import { nearestWord } from '../../core/base/nearest-word.ts';
import { findJourneys, journeyStem, readSelector, type Selector } from './find-journeys.ts';
import { inspector } from '../compile/inspector.ts';
import { commandLineProblem, loadConfig } from './load-config.ts';
import { type JourneyFrame, type LoadedJourney, loadJourney } from './load-journey.ts';
import { optionIssue, shown } from '../schema/option-issues.ts';
import { nearestOf } from '../schema/option-schemas.ts';
import { problemsIn } from './read-file.ts';

/** Where a project is, what of it is wanted, and what it is read with. */
export interface LoadOptions {
  readonly cwd: string;
  /** Names of journeys, or paths of files and folders; default: everything. */
  readonly selection?: readonly string[];
  readonly stage?: string;
  /** Stands above the journeys' own and the configuration's. */
  readonly baseUrl?: string;
  /** For bundles. Absolute. */
  readonly cacheDir: string;
  /** The built `inspect.cjs`. */
  readonly inspectPath: string;
  /** Names of Playwright's devices; empty: any name goes. */
  readonly deviceNames: readonly string[];
  /** How long evaluating one file may take. Default 5 s. */
  readonly deadlineMs?: number;
}

/** A project, read and checked. */
export interface Project {
  readonly config: ResolvedConfig;
  /** Those without problems, in the order asked for, or sorted by name where all were. */
  readonly journeys: readonly RunnableJourney[];
  /** Every problem of every file, sorted by file, line and column. */
  readonly problems: readonly Problem[];
}

/**
 * Reads the configuration and the selected journeys, bundles and checks them. Nothing that a file
 * contains makes this reject or hang: it becomes a problem.
 */
export async function loadProject(options: LoadOptions): Promise<Project> {
  const context = {
    projectDir: options.cwd,
    cacheDir: options.cacheDir,
    inspector: inspector(options),
  };
  try {
    const { config, problems } = await loadConfig(context, options);
    const frame: JourneyFrame = {
      context,
      config,
      baseUrlOverride: options.baseUrl ?? null,
      deviceNames: options.deviceNames,
      nowMs: Date.now(),
    };
    const selected = await loadSelected(options.selection ?? [], frame);
    const journeys = selected.loaded.flatMap(({ journey }) => (journey === null ? [] : [journey]));

    return {
      config,
      journeys,
      problems: sorted([
        ...problems,
        ...selected.problems,
        ...selected.loaded.flatMap((each) => each.problems),
        ...(options.selection?.length ? [] : maintenanceProblems(config, selected.loaded, context)),
      ]),
    };
  } finally {
    context.inspector.dispose();
  }
}

interface Selected {
  readonly loaded: readonly LoadedJourney[];
  readonly problems: readonly Problem[];
}

async function loadSelected(selection: readonly string[], frame: JourneyFrame): Promise<Selected> {
  const { projectDir } = frame.context;
  const folder = path.resolve(projectDir, frame.config.journeys);
  const selectors = await Promise.all(
    selection.map(async (word) => readSelector(word, projectDir)),
  );
  const names = selectors.flatMap((each) => (each.kind === 'name' ? [each.name] : []));
  const files = selectors.flatMap((each) => (each.kind === 'files' ? each.files : []));
  const own = selection.length === 0 || names.length > 0 ? await findJourneys(folder) : [];
  const loaded = await loadNamed({ own, files, names }, frame);

  return {
    loaded: selection.length === 0 ? byName(loaded) : inOrderAsked(loaded, selectors),
    problems: [
      ...selectors.flatMap((each) => selectorProblems(each, loaded)),
      ...(selection.length === 0 && own.length === 0 ? [emptyProject(frame.config.journeys)] : []),
    ],
  };
}

function byName(loaded: readonly LoadedJourney[]): readonly LoadedJourney[] {
  return loaded.toSorted((a, b) => compare(a.name, b.name));
}

/** The journeys that were asked for, in the order in which they were. */
function inOrderAsked(
  loaded: readonly LoadedJourney[],
  selectors: readonly Selector[],
): readonly LoadedJourney[] {
  const asked = selectors.flatMap((selector) =>
    loaded.filter((each) => isAskedFor(each, selector)),
  );

  return [...new Set(asked)];
}

function isAskedFor(journey: LoadedJourney, selector: Selector): boolean {
  if (selector.kind === 'name') return isCalled(journey, selector.name);

  return selector.kind === 'files' && selector.files.includes(journey.file);
}

/**
 * Reads the files that are named after the wanted journeys first: only where that leaves a name
 * without a journey must every file be read.
 */
async function loadNamed(
  wanted: {
    readonly own: readonly string[];
    readonly files: readonly string[];
    readonly names: readonly string[];
  },
  frame: JourneyFrame,
): Promise<readonly LoadedJourney[]> {
  const { own, files, names } = wanted;
  if (names.length > 0) {
    const likely = own.filter((file) => names.includes(journeyStem(file)));
    const loaded = await loadAll([...new Set([...likely, ...files])], frame);
    const isComplete = names.every((name) => loaded.some((each) => isCalled(each, name)));
    if (isComplete) return withoutDoubles(loaded, frame);
  }

  return withoutDoubles(await loadAll([...new Set([...own, ...files])], frame), frame);
}

async function loadAll(
  files: readonly string[],
  frame: JourneyFrame,
): Promise<readonly LoadedJourney[]> {
  return Promise.all(files.map(async (file) => loadJourney(file, frame)));
}

/** Two journeys of one name would share a history: neither can be run. */
function withoutDoubles(
  loaded: readonly LoadedJourney[],
  frame: JourneyFrame,
): readonly LoadedJourney[] {
  const named = loaded.filter(({ isNamed }) => isNamed);

  return loaded.map((each) => {
    const other = named.find(
      ({ name, file }) => file !== each.file && name.toLowerCase() === each.name.toLowerCase(),
    );
    if (other === undefined || !each.isNamed) return each;
    const { projectDir } = frame.context;
    const message = `Cannot use "${each.name}" as name: ${path.relative(projectDir, other.file)} has a journey of that name; expected a name of its own`;
    const issue = {
      target: { root: 'name', path: [], part: 'value' },
      path: 'name',
      message,
    } as const;
    const problems = problemsIn(each.file, [issue], { journey: each.name, projectDir });

    return { ...each, journey: null, problems: [...each.problems, ...problems] };
  });
}

function isCalled({ name, file, journey }: LoadedJourney, wanted: string): boolean {
  return name === wanted || (journey === null && journeyStem(file) === wanted);
}

function selectorProblems(
  selector: Selector,
  loaded: readonly LoadedJourney[],
): readonly Problem[] {
  if (selector.kind === 'files') return [];
  if (selector.kind === 'nothing') {
    return [
      commandLineProblem(
        `Cannot find "${selector.path}": there is no such file, and no journey file in such a folder; expected a journey file`,
      ),
    ];
  }
  if (loaded.some((each) => isCalled(each, selector.name))) return [];
  const names = loaded.map(({ name }) => name);
  const nearest = nearestWord(selector.name, names);
  const expected = nearest === null ? namesInWords(names) : `"${nearest}"`;

  return [
    commandLineProblem(
      `Cannot find the journey "${selector.name}": there is none of that name; expected ${expected}`,
    ),
  ];
}

/** A window of a journey that does not exist would be no window, unnoticed. */
function maintenanceProblems(
  config: ResolvedConfig,
  loaded: readonly LoadedJourney[],
  { projectDir }: { readonly projectDir: string },
): readonly Problem[] {
  const names = loaded.map(({ name }) => name);
  const issues = config.maintenance.flatMap((window, index) =>
    (window.journeys ?? []).flatMap((name, position) => {
      if (names.includes(name)) return [];
      const option = ['maintenance', index, 'journeys', position];
      const expected = nearestOf(name, names) ?? namesInWords(names);
      const tail = `there is no such journey; expected ${expected}`;
      return [optionIssue(option, `Cannot use ${shown(name, option)}: ${tail}`)];
    }),
  );
  if (config.file === null) return [];

  return problemsIn(path.resolve(projectDir, config.file), issues, { journey: null, projectDir });
}

function namesInWords(names: readonly string[]): string {
  const listed = names.toSorted(compare).slice(0, 20);
  if (listed.length === 0) return 'a project with journeys';

  return `one of ${listed.join(', ')}${names.length > listed.length ? ', …' : ''}`;
}

function emptyProject(folder: string): Problem {
  return commandLineProblem(
    `Found no journey in ${folder}/; expected a file such as ${folder}/checkout.journey.ts (waywiser new writes one, waywiser init a whole project)`,
  );
}

function sorted(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted(
    (a, b) =>
      compare(a.file ?? '', b.file ?? '') ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;

  return a < b ? -1 : 1;
}
