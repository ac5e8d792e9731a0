import { lstatSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { secretVariable } from '../../adapters/secrets/environment-secrets.ts';
import { jsonDocument } from '../../core/base/inert-json.ts';
import type { ResolvedConfig } from '../../core/journey/resolved-config.ts';
import { inspector } from '../../project/compile/inspector.ts';
import {
  detectFormat,
  type ImportFormat,
  importJourney,
} from '../../project/import/import-journey.ts';
import type { Imported } from '../../project/import/imported.ts';
import { ImportProblem } from '../../project/import/read-source.ts';
import { starterJourney } from '../../project/import/starter.ts';
import { writeJourney } from '../../project/import/write-journey.ts';
import { readablePath } from '../../project/load/find-journeys.ts';
import { loadConfig, type LoadedConfig } from '../../project/load/load-config.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import { EXIT, type Io } from '../frame/io.ts';
import { openProject } from '../frame/open-project.ts';
import type { Paths } from '../frame/paths.ts';
import { showProblems } from '../frame/show-problems.ts';
import { type NewOptions, type NewRequest, readNewOptions } from './new-options.ts';

/** A new journey and its file. */
interface Made {
  readonly imported: Imported;
  readonly format: ImportFormat | null;
  readonly code: string;
  /** Absolute. */
  readonly file: string;
}

/**
 * `waywiser new`: writes a journey, imported from a recording, an archive, an API document or a curl
 * command, or a small one without a source. Exit code 0, or 2 if it failed.
 */
export async function newJourney(options: NewOptions, paths: Paths, io: Io): Promise<number> {
  try {
    const request = readNewOptions(options, io.cwd);
    const { config, problems } = await configOf(options, paths, io);
    if (problems.length > 0) {
      showProblems(problems, io);

      return EXIT.misuse;
    }
    const made = make(request, config, io);
    if (options.print === true) return printed(made, options, io);
    if (options.force !== true && isThere(made.file)) {
      throw new ImportProblem(
        `Cannot write ${readablePath(made.file, io.cwd)}: it already exists; expected another name, or --force to overwrite it`,
      );
    }

    return await written(made, options, { paths, io });
  } catch (error) {
    if (!(error instanceof ImportProblem)) throw error;
    io.err(`waywiser: ${cleanText(error.message)}\n`);

    return EXIT.misuse;
  }
}

/** A dangling link counts as existing. */
function isThere(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

/** Loads only the configuration, because other journeys may have problems. */
async function configOf({ stage }: NewOptions, paths: Paths, io: Io): Promise<LoadedConfig> {
  const context = {
    projectDir: io.cwd,
    cacheDir: paths.bundleCacheDir,
    inspector: inspector({ inspectPath: paths.inspectPath }),
  };
  try {
    return await loadConfig(context, stage === undefined ? {} : { stage });
  } finally {
    context.inspector.dispose();
  }
}

function make(request: NewRequest, config: ResolvedConfig, io: Io): Made {
  const { source } = request;
  const format = source === null ? null : (request.format ?? detectFormat(source));
  const imported =
    source === null || format === null
      ? starterOf(request)
      : importJourney(source, format, {
          name: request.name,
          baseUrls: [config.baseUrl ?? '', ...Object.values(config.baseUrls)],
          operations: request.operations,
          tags: request.tags,
        });
  const folder = path.resolve(io.cwd, config.journeys);
  const file = path.join(folder, `${imported.model.name}.journey.ts`);

  return { imported, format, code: writeJourney(imported.model), file };
}

function starterOf({ name, kind }: NewRequest): Imported {
  return { model: starterJourney(kind, name ?? 'front-page'), secrets: [], notes: [] };
}

function printed(made: Made, { json = false }: NewOptions, io: Io): number {
  if (json) io.out(documentOf(made, { io, file: null, code: made.code }));
  else io.out(made.code);
  if (!json) io.err(afterwards(made));

  return EXIT.passed;
}

async function written(
  made: Made,
  { json = false }: NewOptions,
  place: { readonly paths: Paths; readonly io: Io },
): Promise<number> {
  const { paths, io } = place;
  const file = readablePath(made.file, io.cwd);
  mkdirSync(path.dirname(made.file), { recursive: true });
  writeFileSync(made.file, made.code);
  const { problems } = await openProject({ selection: [made.file] }, paths, io);
  if (json) io.out(documentOf(made, { io, file, code: null }));
  else io.out(`Wrote ${file}: ${summaryOf(made)}\n`);
  showProblems(problems, io);
  if (!json) io.err(afterwards(made));
  if (!json) io.out(`Run it: waywiser run ${made.imported.model.name}\n`);

  return problems.length === 0 ? EXIT.passed : EXIT.misuse;
}

function summaryOf({ imported }: Made): string {
  const { kind, parts } = imported.model;
  const steps = parts.filter((part) => part.kind === 'step').length;

  return `${kind === 'api' ? 'an API' : 'a browser'} journey of ${steps} ${steps === 1 ? 'step' : 'steps'}`;
}

/** What the author has to do and to know: names and descriptions of secrets, never values. */
function afterwards({ imported }: Made): string {
  const { secrets, notes } = imported;
  const lines = notes.map((note) => `note: ${cleanText(note)}`);
  if (secrets.length > 0) {
    lines.push(
      secrets.length === 1
        ? 'The source contained a secret, which is not in the journey. Set it before a run on this machine:'
        : `The source contained ${secrets.length} secrets, which are not in the journey. Set them before a run on this machine:`,
      ...secrets.map(
        ({ name, what }) => `  export ${secretVariable(name)}='…'   # ${cleanText(what)}`,
      ),
      'In AWS, journeys read secrets by name: see `secrets` in docs/configuration.md.',
    );
  }

  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function documentOf(
  { imported, format }: Made,
  about: { readonly io: Io; readonly file: string | null; readonly code: string | null },
): string {
  const { model, secrets, notes } = imported;
  const document = {
    name: model.name,
    kind: model.kind,
    format,
    file: about.file,
    steps: model.parts.flatMap((part) => (part.kind === 'step' ? [part.name] : [])),
    secrets: secrets.map(({ name, what }) => ({ name, what, variable: secretVariable(name) })),
    notes,
    ...(about.code === null ? {} : { code: about.code }),
  };

  return jsonDocument(document);
}
