import path from 'node:path';
import { commandLineProblem, type Problem } from '../../core/journey/problem.ts';
import type { ResolvedConfig } from '../../core/journey/resolved-config.ts';
import type { RunnableJourney } from '../../core/ports.ts';
import { nearestWord } from '../../core/base/nearest-word.ts';
import { findJourneys, journeyStem, readSelector, type Selector, byText } from './find-journeys.ts';
import { inspector } from '../compile/inspector.ts';
import { loadConfig } from './load-config.ts';
import { type JourneyFrame, type LoadedJourney, loadJourney } from './load-journey.ts';
import { optionIssue, shown } from '../schema/option-issues.ts';
import { nearestOf } from '../schema/option-schemas.ts';
import { problemsIn } from './read-file.ts';

/** Options of {@link loadProject}. */
export interface LoadOptions {
  readonly cwd: string;
  /** Names of journeys, or paths of files and folders; default: everything. */
  readonly selection?: readonly string[];
  readonly stage?: string;
  /** Overrides the base URLs of journeys and configuration. */
  readonly baseUrl?: string;
  /** Folder for bundles. Absolute. */
  readonly cacheDir: string;
  /** Path of the built `inspect.cjs`. */
  readonly inspectPath: string;
  /** Names of Playwright's devices; empty: device names are not checked. */
  readonly deviceNames: readonly string[];
  /** Time limit for evaluating one file. Default: 5 s. */
  readonly deadlineMs?: number;
}

/** The result of loading a project. */
export interface Project {
  readonly config: ResolvedConfig;
  /** The stage that the configuration names, whichever is in use. */
  readonly ownStage: string;
  /** Journeys without problems, in the requested order, or sorted by name if all were requested. */
  readonly journeys: readonly RunnableJourney[];
  /** Every problem of every file, sorted by file, line and column. */
  readonly problems: readonly Problem[];
}

/**
 * Loads the configuration and the selected journeys: bundles, evaluates and checks them. It neither
 * rejects nor hangs, whatever a file contains: every error becomes a problem.
 */
export async function loadProject(options: LoadOptions): Promise<Project> {
  const context = {
    projectDir: options.cwd,
    cacheDir: options.cacheDir,
    inspector: inspector(options),
  };
  try {
    const { config, ownStage, problems } = await loadConfig(context, options);
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
      ownStage,
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
  return loaded.toSorted((a, b) => byText(a.name, b.name));
}

/** The selected journeys in the order of the selection. */
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
 * Loads the files that are named like the selected journeys first; loads all files only if a name
 * is still missing.
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

/** Two journeys with one name would share a history, so both are rejected. */
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
    const message = `Cannot use "${each.name}" as name: ${path.relative(projectDir, other.file)} has a journey with this name; expected a unique name`;
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
        `Cannot find "${selector.path}": there is no such file, and no folder of that name with journey files; expected a journey file`,
      ),
    ];
  }
  if (loaded.some((each) => isCalled(each, selector.name))) return [];
  const names = loaded.map(({ name }) => name);
  const nearest = nearestWord(selector.name, names);
  const expected = nearest === null ? namesInWords(names) : `"${nearest}"`;

  return [
    commandLineProblem(
      `Cannot find the journey "${selector.name}": there is no such journey; expected ${expected}`,
    ),
  ];
}

/** A maintenance window for an unknown journey would have no effect. */
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
  const listed = names.toSorted(byText).slice(0, 20);
  if (listed.length === 0) return 'a file such as journeys/checkout.journey.ts, and found none';

  return `one of ${listed.join(', ')}${names.length > listed.length ? ', …' : ''}`;
}

function emptyProject(folder: string): Problem {
  return commandLineProblem(
    `Found no journeys in ${folder}/; expected a file such as ${folder}/checkout.journey.ts. Run waywiser new to write a journey, or waywiser init to create a project`,
  );
}

function sorted(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted(
    (a, b) =>
      byText(a.file ?? '', b.file ?? '') ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  );
}
