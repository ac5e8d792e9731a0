import { importCurl } from './curl/import-curl.ts';
import { looksLikeArchive } from './har/archive.ts';
import { importHar } from './har/import-har.ts';
import type { Imported, ImportOptions } from './imported.ts';
import { looksLikeOpenApi } from './openapi/document.ts';
import { importOpenApi } from './openapi/import-openapi.ts';
import { ImportProblem, jsonOf, parseYaml, type Source } from './read-source.ts';
import { importRecording } from './recorder/import-recording.ts';
import { looksLikeRecording } from './recorder/recording.ts';

/** Names of the formats that `waywiser new` imports. */
export const IMPORT_FORMATS = ['recorder', 'har', 'openapi', 'curl'] as const;

/** One of {@link IMPORT_FORMATS}. */
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

const IMPORTERS: Readonly<
  Record<ImportFormat, (source: Source, options: ImportOptions) => Imported>
> = { recorder: importRecording, har: importHar, openapi: importOpenApi, curl: importCurl };

/** Imports a source of a known format; throws {@link ImportProblem} where it cannot. */
export function importJourney(
  source: Source,
  format: ImportFormat,
  options: ImportOptions,
): Imported {
  if (source.text.trim() === '')
    throw new ImportProblem(`Cannot read ${source.label}: it is empty`);

  return IMPORTERS[format](source, options);
}

/** After comments, a shell prompt, and environment variables of the command. */
const COMMAND = /^(?:\s*(?:#[^\n]*\n|\$\s|[A-Za-z_]\w*=\S*\s))*\s*(?:\S*\/)?curl(?:\.exe)?\s/;

/** Detects the format of a source from its content; throws {@link ImportProblem} for others. */
export function detectFormat(source: Source): ImportFormat {
  const { text, label } = source;
  if (COMMAND.test(text)) return 'curl';
  const value = /^\s*[{[]/.test(text) ? jsonOf(text) : null;
  if (looksLikeRecording(value)) return 'recorder';
  if (looksLikeArchive(value)) return 'har';
  if (looksLikeOpenApi(value ?? looseYaml(source))) return 'openapi';
  // Broken JSON: the position of the mistake helps more than "unknown format".
  if (/^\s*\{/.test(text) && value === null) parseYaml(source);
  throw new ImportProblem(
    `Cannot detect the format of ${label}: it is not a recording of Chrome's Recorder, a HAR file, an OpenAPI document or a curl command; expected one of these, or its format as --format`,
  );
}

function looseYaml(source: Source): unknown {
  if (!/^(?:openapi|swagger|info|paths)\s*:|^---/m.test(source.text)) return null;

  return parseYaml(source);
}
