import { readFileSync } from 'node:fs';
import type { Problem } from '../../core/journey/problem.ts';
import { type BundleProblem, type Bundle, bundleJourney } from '../compile/bundle-journey.ts';
import { readablePath } from './find-journeys.ts';
import { type Exported, revived } from '../compile/inspection.ts';
import type { Inspection, Inspector } from '../compile/inspector.ts';
import type { OptionIssue } from '../schema/option-issues.ts';
import { type OptionPlaces, optionPlaces, type SourcePlace } from '../schema/option-places.ts';
import { stackPlace } from '../schema/stack-place.ts';

/** Where files are read from and what reads them. */
export interface ReadContext {
  readonly projectDir: string;
  readonly cacheDir: string;
  readonly inspector: Inspector;
}

/** Of what concerns a file as a whole. */
const START: SourcePlace = { line: 1, column: 1 };

/** An author's file, evaluated; or why it could not be. */
export type ReadFile =
  | { readonly kind: 'read'; readonly bundle: Bundle; readonly exported: Exported }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** Bundles and evaluates a file. `journey` is what problems call it; null: the configuration. */
export async function readFile(
  file: string,
  journey: string | null,
  context: ReadContext,
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

/** Gives issues with options their places in the file. */
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
  context: ReadContext,
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
  about: { readonly journey: string | null; readonly context: ReadContext },
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

/** Without a stack (a thrown text, a process that was killed) the source itself may tell. */
function suspectIn(
  file: string,
  refused: Extract<Inspection, { kind: 'refused' }>,
): SourcePlace & { readonly file: string } {
  return { ...(placesIn(file).suspect(refused.lost ? 'loop' : 'throw') ?? START), file };
}

function placesIn(file: string): OptionPlaces {
  return optionPlaces(readFileSync(file, 'utf8'));
}
