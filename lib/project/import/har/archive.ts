import { ImportProblem } from '../import-problem.ts';
import { isRecord, listOf, parseJson, type Source, textOf } from '../read-source.ts';

/** A name and a value. */
export type Pair = readonly [name: string, value: string];

/** One request of an archive, and its answer. */
export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly headers: readonly Pair[];
  readonly body: { readonly mimeType: string; readonly text: string } | null;
  /** 0: none came. */
  readonly status: number;
  readonly responseHeaders: readonly Pair[];
  readonly mimeType: string;
  /** What was answered, where the archive holds it. */
  readonly text: string | null;
  /** As browsers call what was asked for: `document`, `fetch`, `image`; null: not told. */
  readonly resource: string | null;
}

/** Whether a JSON document is an HTTP archive. */
export function looksLikeArchive(value: unknown): boolean {
  return isRecord(value) && isRecord(value['log']) && Array.isArray(value['log']['entries']);
}

/** Reads an HTTP archive, version 1.1 or 1.2: http://www.softwareishard.com/blog/har-12-spec/ */
export function readArchive(source: Source): readonly Exchange[] {
  const value = parseJson(source);
  if (!looksLikeArchive(value) || !isRecord(value)) {
    throw new ImportProblem(
      `Cannot read ${source.label} as HAR: it has no "log.entries"; expected an HTTP archive as browsers save it`,
    );
  }
  const entries = listOf(value['log'], 'entries').map((entry, index) =>
    readEntry(entry, index + 1, source),
  );
  const started = entries.toSorted((a, b) => a.startedMs - b.startedMs);

  return started.map(({ exchange }) => exchange);
}

interface Entry {
  readonly exchange: Exchange;
  readonly startedMs: number;
}

function readEntry(entry: unknown, number: number, { label }: Source): Entry {
  const request = isRecord(entry) ? entry['request'] : undefined;
  const url = textOf(request, 'url') ?? '';
  if (!isRecord(entry) || !URL.canParse(url)) {
    throw new ImportProblem(
      `Cannot read ${label}: entry ${number} has no URL of a request; expected "request.url"`,
    );
  }
  const response = entry['response'];

  return {
    startedMs: startOf(entry),
    exchange: {
      method: (textOf(request, 'method') ?? 'GET').toUpperCase(),
      url: new URL(url),
      headers: pairsOf(request),
      body: bodyOf(request),
      status: statusOf(response),
      responseHeaders: pairsOf(response),
      ...contentOf(response),
      resource: textOf(entry, '_resourceType'),
    },
  };
}

/** An entry without a time comes first, in its order. */
function startOf(entry: unknown): number {
  const started = Date.parse(textOf(entry, 'startedDateTime') ?? '');

  return Number.isNaN(started) ? 0 : started;
}

function statusOf(response: unknown): number {
  const status = isRecord(response) ? response['status'] : 0;

  return typeof status === 'number' && status > 0 ? status : 0;
}

function pairsOf(value: unknown): readonly Pair[] {
  return listOf(value, 'headers').flatMap((header): readonly Pair[] => {
    const name = textOf(header, 'name');

    return name === null ? [] : [[name.toLowerCase(), textOf(header, 'value') ?? '']];
  });
}

function bodyOf(request: unknown): Exchange['body'] {
  const data = isRecord(request) ? request['postData'] : undefined;
  if (!isRecord(data)) return null;
  const mimeType = textOf(data, 'mimeType') ?? '';
  const params = listOf(data, 'params').map((param) => [
    textOf(param, 'name') ?? '',
    textOf(param, 'value') ?? '',
  ]);
  const text = textOf(data, 'text') ?? new URLSearchParams(params).toString();

  return text === '' ? null : { mimeType, text };
}

function contentOf(response: unknown): Pick<Exchange, 'mimeType' | 'text'> {
  const content = isRecord(response) ? response['content'] : undefined;
  const text = textOf(content, 'text');
  const isBase64 = textOf(content, 'encoding') === 'base64';

  return {
    mimeType: textOf(content, 'mimeType') ?? '',
    text: text !== null && isBase64 ? Buffer.from(text, 'base64').toString('utf8') : text,
  };
}
