import { readFileSync } from 'node:fs';
import path from 'node:path';
import { nearestWord } from '../../core/base/nearest-word.ts';
import { IMPORT_FORMATS, type ImportFormat } from '../../project/import/import-journey.ts';
import { journeyNameOf } from '../../project/import/names.ts';
import { ImportProblem, type Source } from '../../project/import/read-source.ts';

/** Options of `waywiser new`, as typed. */
export interface NewOptions {
  /** The name; after `--from FORMAT` also, or only, the source. */
  readonly words: readonly string[];
  /** A file, `-`, a curl command, or a format. */
  readonly from?: string;
  readonly format?: string;
  readonly kind?: string;
  readonly operation?: readonly string[];
  readonly tag?: readonly string[];
  readonly stage?: string;
  readonly force?: boolean;
  readonly print?: boolean;
  readonly json?: boolean;
}

/** The validated options of `waywiser new`. */
export interface NewRequest {
  readonly name: string | null;
  /** Null: write a small journey without a source. */
  readonly source: Source | null;
  /** Null: detected from the source. */
  readonly format: ImportFormat | null;
  readonly kind: 'api' | 'browser';
  readonly operations: readonly string[];
  readonly tags: readonly string[];
}

/** Limit of a journey's name, in characters. */
const MAX_NAME = 40;

/** Reads the options; throws an {@link ImportProblem} for wrong ones. */
export function readNewOptions(options: NewOptions, cwd: string): NewRequest {
  const { name, given, format } = readWords(options);
  const { operation = [], tag = [] } = options;
  const kind = kindOf(options);
  if (given !== null && options.kind !== undefined) {
    throw new ImportProblem(
      'Cannot use --kind with --from: the source determines the kind; expected one of the two options',
    );
  }

  return {
    name: name === null ? null : checkedName(name),
    source: given === null ? null : sourceOf(given, cwd),
    format,
    kind,
    operations: operation,
    tags: tag,
  };
}

function kindOf({ kind = 'browser' }: NewOptions): 'api' | 'browser' {
  if (kind === 'api' || kind === 'browser') return kind;
  throw new ImportProblem(`Cannot use "${kind}" as --kind; expected api or browser`);
}

interface Words {
  readonly name: string | null;
  readonly given: string | null;
  readonly format: ImportFormat | null;
}

/** `[NAME] --from SOURCE`, or `[NAME] --from FORMAT SOURCE` with the source as last word. */
function readWords({ words, from, format }: NewOptions): Words {
  const named = format === undefined ? null : formatOf(format);
  const isFormat = from !== undefined && isImportFormat(from);
  const surplus = words[isFormat ? 2 : 1];
  if (surplus !== undefined) {
    throw new ImportProblem(
      `Cannot understand "${surplus}"; expected waywiser new [NAME] --from SOURCE`,
    );
  }
  if (isFormat) return { ...behindFormat(words, from), format: named ?? from };
  const [name = null] = words;

  return { name, given: from ?? null, format: named };
}

function behindFormat(
  words: readonly string[],
  format: ImportFormat,
): Pick<Words, 'name' | 'given'> {
  const [first, second] = words;
  if (first === undefined) {
    throw new ImportProblem(
      `Cannot import: --from ${format} has no source; expected --from ${format} FILE`,
    );
  }

  return second === undefined ? { name: null, given: first } : { name: first, given: second };
}

function isImportFormat(word: string): word is ImportFormat {
  return IMPORT_FORMATS.some((each) => each === word);
}

function formatOf(word: string): ImportFormat {
  if (isImportFormat(word)) return word;
  const nearest = nearestWord(word, IMPORT_FORMATS);
  const expected = nearest === null ? `one of ${IMPORT_FORMATS.join(', ')}` : `"${nearest}"`;
  throw new ImportProblem(`Cannot use "${word}" as --format; expected ${expected}`);
}

function checkedName(name: string): string {
  const isGood = /^[A-Za-z\d](?:[A-Za-z\d-]*[A-Za-z\d])?$/.test(name) && name.length <= MAX_NAME;
  if (isGood) return name;
  const better = journeyNameOf(name.replace(/\.journey\.ts$/, '')) ?? 'checkout';
  throw new ImportProblem(
    `Cannot use "${name}" as a journey's name; expected at most ${MAX_NAME} letters, digits and "-", such as "${better}"`,
  );
}

function sourceOf(given: string, cwd: string): Source {
  return /^\s*curl(?:\.exe)?\s/.test(given)
    ? { label: 'the curl command', text: given }
    : readSource(given, cwd);
}

/** Reads a source for an import: a file, or standard input for `-`. */
function readSource(given: string, cwd: string): Source {
  const isStandardInput = given === '-';
  const file = path.resolve(cwd, given);
  const label = isStandardInput ? 'standard input' : given;
  try {
    return { label, text: readFileSync(isStandardInput ? 0 : file, 'utf8') };
  } catch (error) {
    const reason = isCoded(error) ? error.code : String(error);
    const what = { ENOENT: 'there is no such file', EISDIR: 'it is a folder' }[reason] ?? reason;
    throw new ImportProblem(`Cannot read ${given}: ${what}`, { cause: error });
  }
}

function isCoded(error: unknown): error is { readonly code: string } {
  return typeof error === 'object' && error !== null && 'code' in error;
}
