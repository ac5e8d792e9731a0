import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import path from 'node:path';
import type { Problem } from '../../core/journey/problem.ts';
import { type Bundle, bundleJourney, type BundleProblem } from '../compile/bundle-journey.ts';
import { type Exported, revived } from '../compile/inspection.ts';
import type { Inspection, Inspector } from '../compile/inspector.ts';
import type { OptionIssue } from '../schema/option-issues.ts';
import {
  type OptionPlaces,
  optionPlaces,
  type OptionTarget,
  type OptionPlace,
} from '../schema/option-places.ts';
import { readablePath } from './find-journeys.ts';

/** What loading files depends on. */
export interface LoadContext {
  readonly projectDir: string;
  readonly cacheDir: string;
  readonly inspector: Inspector;
}

/** Position of problems with a whole file. */
const START: OptionPlace = { line: 1, column: 1 };

/** A file after evaluation, or its problems. */
type ReadFile =
  | { readonly kind: 'read'; readonly bundle: Bundle; readonly exported: Exported }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** Bundles and evaluates a file. `journey`: its name in problems; null: it is the configuration. */
export async function readFile(
  file: string,
  journey: string | null,
  context: LoadContext,
): Promise<ReadFile> {
  const bundled = await bundleJourney(file, context.cacheDir);
  if (bundled.kind === 'problems') {
    const problems = bundled.problems.map((each) => bundleProblem(each, journey, context));
    return { kind: 'problems', problems };
  }
  const inspection = await context.inspector.inspect(bundled.bundlePath);
  if (inspection.kind === 'exported') {
    return { kind: 'read', bundle: bundled, exported: revivedExport(inspection.exported) };
  }

  return {
    kind: 'problems',
    problems: [refusedProblem(bundled, inspection, { journey, context })],
  };
}

function revivedExport(exported: Exported): Exported {
  switch (exported.kind) {
    case 'nothing':
      return exported;
    case 'value':
      return { ...exported, value: revived(exported.value) };
    case 'journey':
      return { ...exported, name: revived(exported.name), options: revived(exported.options) };
  }
}

/** Turns issues with options into problems with file, line and column. */
export function problemsIn(
  file: string,
  issues: readonly OptionIssue[],
  about: { readonly journey: string | null; readonly projectDir: string },
): readonly Problem[] {
  if (issues.length === 0) return [];
  const places = placesIn(file);

  return issues.map((issue) => {
    const place = places.of(issue.target) ?? START;

    return {
      file: readablePath(file, about.projectDir),
      line: place.line,
      column: place.column,
      code: 'journey.config',
      path: issue.path,
      message: issue.message,
      journey: about.journey,
    };
  });
}

function bundleProblem(
  problem: BundleProblem,
  journey: string | null,
  context: LoadContext,
): Problem {
  const file = readablePath(problem.file, context.projectDir);
  const { code, message, line, column } = problem;

  return {
    file,
    ...START,
    ...(line === null ? {} : { line, column }),
    code,
    path: null,
    message,
    journey,
  };
}

function refusedProblem(
  bundle: Bundle,
  refused: Extract<Inspection, { kind: 'refused' }>,
  about: { readonly journey: string | null; readonly context: LoadContext },
): Problem {
  const place = stackPlace(refused.stack, bundle.bundlePath) ?? suspectIn(bundle.file, refused);

  return {
    file: readablePath(place.file, about.context.projectDir),
    line: place.line,
    column: place.column,
    code: 'journey.config',
    path: null,
    message: refused.message,
    journey: about.journey,
  };
}

/** Without a stack (a thrown string, a killed process), guesses the position from the source. */
function suspectIn(
  file: string,
  refused: Extract<Inspection, { kind: 'refused' }>,
): OptionPlace & { readonly file: string } {
  return { ...(placesIn(file).suspect(refused.lost ? 'loop' : 'throw') ?? START), file };
}

function placesIn(file: string): OptionPlaces {
  return optionPlaces(readFileSync(file, 'utf8'));
}

/** A position in a source file of the project. */
interface StackPlace {
  /** Absolute. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The source position of the topmost stack frame in a bundle; null: no frame is in it. */
function stackPlace(stack: string | null, bundlePath: string): StackPlace | null {
  const frame = stack === null ? null : bundleFrame(stack, bundlePath);
  if (frame === null) return null;

  const payload: SourceMapPayload = JSON.parse(readFileSync(`${bundlePath}.map`, 'utf8'));
  const entry = new SourceMap(payload).findEntry(frame.line - 1, frame.column - 1);
  if (!('originalSource' in entry)) return null;

  return {
    file: path.resolve(path.dirname(bundlePath), entry.originalSource),
    line: entry.originalLine + 1,
    column: entry.originalColumn + 1,
  };
}

function bundleFrame(
  stack: string,
  bundlePath: string,
): { readonly line: number; readonly column: number } | null {
  const at = stack.indexOf(`${bundlePath}:`);
  const match = at < 0 ? null : /^(\d+):(\d+)/.exec(stack.slice(at + bundlePath.length + 1));

  return match === null ? null : { line: Number(match[1]), column: Number(match[2]) };
}

/** Adds line and column to problems that have a file and an option path but no line. */
export function locateProblems(problems: readonly Problem[], cwd: string): readonly Problem[] {
  const sources = new Map<string, OptionPlaces>();

  function cachedPlaces(file: string): OptionPlaces {
    const places = sources.get(file) ?? optionPlaces(readFileSync(path.resolve(cwd, file), 'utf8'));
    sources.set(file, places);

    return places;
  }

  return problems.map((problem) => {
    if (problem.file === null || problem.line !== null) return problem;
    const place = cachedPlaces(problem.file).of(targetOf(problem.path));

    return { ...problem, line: place?.line ?? 1, column: place?.column ?? 1 };
  });
}

function targetOf(option: string | null): OptionTarget {
  if (option === 'name') return { root: 'name', path: [], part: 'value' };
  const keys = option?.match(/[^.[\]]+/g) ?? [];

  return {
    root: 'options',
    path: keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key)),
    part: 'value',
  };
}
