import { importCurl } from './curl/import-curl.ts';
import { looksLikeArchive } from './har/archive.ts';
import { importHar } from './har/import-har.ts';
import type { Imported, ImportOptions } from './imported.ts';
import { looksLikeOpenApi } from './openapi/document.ts';
import { importOpenApi } from './openapi/import-openapi.ts';
import { ImportProblem, jsonOf, parseYaml, type Source } from './read-source.ts';
import { importRecording } from './recorder/import-recording.ts';
import { looksLikeRecording } from './recorder/recording.ts';

/** What journeys can be made of. */
export const IMPORT_FORMATS = ['recorder', 'har', 'openapi', 'curl'] as const;

/** One of {@link IMPORT_FORMATS}. */
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

const IMPORTERS: Readonly<
  Record<ImportFormat, (source: Source, options: ImportOptions) => Imported>
> = { recorder: importRecording, har: importHar, openapi: importOpenApi, curl: importCurl };

/** Makes a journey of a recording, an archive, a document, or a command; throws {@link ImportProblem}. */
export function importJourney(
  source: Source,
  format: ImportFormat,
  options: ImportOptions,
): Imported {
  if (source.text.trim() === '')
    throw new ImportProblem(`Cannot read ${source.label}: it is empty`);

  return IMPORTERS[format](source, options);
}

/** Behind comments, the sign of a terminal, and what is set for the command. */
const COMMAND = /^(?:\s*(?:#[^\n]*\n|\$\s|[A-Za-z_]\w*=\S*\s))*\s*(?:\S*\/)?curl(?:\.exe)?\s/;

/** What a text is, by what is in it. */
export function detectFormat(source: Source): ImportFormat {
  const { text, label } = source;
  if (COMMAND.test(text)) return 'curl';
  const value = /^\s*[{[]/.test(text) ? jsonOf(text) : null;
  if (looksLikeRecording(value)) return 'recorder';
  if (looksLikeArchive(value)) return 'har';
  if (looksLikeOpenApi(value ?? looseYaml(source))) return 'openapi';
  // What is meant to be JSON is told where it is broken, before it is told what it is not.
  if (/^\s*\{/.test(text) && value === null) parseYaml(source);
  throw new ImportProblem(
    `Cannot tell what ${label} is: it is no recording of Chrome's Recorder, no HAR, no OpenAPI document and no curl command; expected one of these, or --format with its name`,
  );
}

function looseYaml(source: Source): unknown {
  if (!/^(?:openapi|swagger|info|paths)\s*:|^---/m.test(source.text)) return null;

  return parseYaml(source);
}
