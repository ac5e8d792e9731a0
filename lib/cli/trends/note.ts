import { errorText } from '../../core/base/error-text.ts';
import { jsonDocument } from '../../core/base/inert-json.ts';
import { nearestWord } from '../../core/base/nearest-word.ts';
import { DAY_MS } from '../../core/base/time.ts';
import type { Annotation } from '../../core/record/annotation.ts';
import { TREND_DAYS } from '../../core/trends/trend-range.ts';
import { canonicalInstant } from '../../core/store/instant.ts';
import { checkedAnnotation } from '../../core/trends/read-annotation.ts';
import { ALL_JOURNEYS } from '../../core/trends/trend-keys.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import { renderNote, renderNotes } from '../../report/terminal/trends/note-list.ts';
import { historyNowMs } from '../frame/dev-time.ts';
import {
  type HistoryStores,
  openLocalStores,
  openRunsStore,
  type RunsStore,
} from '../frame/history-stores.ts';
import { EXIT, type Io, screenOf, misuse } from '../frame/io.ts';
import type { Paths } from '../frame/paths.ts';
import { sinceInstant, type RunsOptions } from '../frame/runs-options.ts';

/** Options of `waywiser note`. */
export interface NoteOptions extends Pick<RunsOptions, 'since' | 'deployed' | 'stage' | 'json'> {
  /** Undefined: list the notes. */
  readonly text?: string | undefined;
  readonly journey?: string;
  /** When it happened: an instant, or how long ago. Default: now. */
  readonly at?: string;
  /** It was a deployment. */
  readonly deploy?: boolean;
}

/** The validated request. */
interface NoteRequest {
  readonly annotation: Annotation | null;
  readonly since: string;
  readonly until: string;
}

/** As far back as the analysis of trends. */
const LIST_DAYS = TREND_DAYS;
/** A list includes a little of the future: the clocks of pipelines differ. */
const AHEAD_MS = DAY_MS;

/** The author of a note is the first of these that is set. */
const AUTHORS = ['GITHUB_ACTOR', 'GITLAB_USER_LOGIN', 'BUILD_USER', 'USER'] as const;

/** `waywiser note`: records what happened, for explanations of trends, or lists the notes. */
export async function note(options: NoteOptions, paths: Paths, io: Io): Promise<number> {
  const { request, problems } = readOptions(options, { paths, io });
  if (request === null) return misuse(problems, io);
  const { annotation } = request;
  const opened = await openStores(options, paths, io);
  if (opened.kind === 'problems') return EXIT.misuse;
  if (opened.kind === 'empty') return await list(request, null, { options, io });
  try {
    return annotation === null
      ? await list(request, opened, { options, io })
      : await keep(annotation, opened, { options, io });
  } finally {
    await opened.close();
  }
}

async function openStores(options: NoteOptions, paths: Paths, io: Io): Promise<RunsStore> {
  const { deployed = false, stage = null } = options;
  if (deployed || options.text === undefined) {
    return await openRunsStore({ deployed, stage }, paths, io);
  }

  return { kind: 'store', ...(await openLocalStores(paths, io)) };
}

function readOptions(
  options: NoteOptions,
  { paths, io }: { readonly paths: Paths; readonly io: Io },
): { readonly request: NoteRequest | null; readonly problems: readonly string[] } {
  const nowMs = historyNowMs(paths, options.deployed === true);
  const problems = strayOptions(options);
  try {
    const { text, at, since = `${LIST_DAYS}d` } = options;
    const request = {
      annotation: text === undefined ? null : annotationOf(text, options, { io, nowMs }),
      since: sinceInstant(since, nowMs),
      until: new Date(nowMs + AHEAD_MS).toISOString(),
    };
    if (at !== undefined && text === undefined) problems.push(needsText('--at'));

    return { request: problems.length === 0 ? request : null, problems };
  } catch (error) {
    const reason = errorText(error);

    return { request: null, problems: [...problems, reason] };
  }
}

function strayOptions({ text, deploy, since, stage, deployed }: NoteOptions): string[] {
  return [
    ...(text === undefined && deploy === true ? [needsText('--deploy')] : []),
    ...(text !== undefined && since !== undefined
      ? ['Cannot use --since with a text: it is for lists; expected --at with a text']
      : []),
    ...(stage !== undefined && deployed !== true
      ? [
          `Cannot use --stage "${stage}" for the notes on this machine; expected it together with --deployed`,
        ]
      : []),
  ];
}

function needsText(option: string): string {
  return `Cannot use ${option} without a text; expected waywiser note "what happened" ${option}`;
}

function annotationOf(
  text: string,
  { journey = ALL_JOURNEYS, at, deploy }: NoteOptions,
  { io, nowMs }: { readonly io: Io; readonly nowMs: number },
): Annotation {
  const by = AUTHORS.map((name) => io.env[name]).find((name) => name !== undefined && name !== '');

  return checkedAnnotation({
    at: at === undefined ? canonicalInstant(new Date(nowMs).toISOString()) : instantOf(at, nowMs),
    journey,
    text,
    kind: deploy === true ? 'deploy' : 'note',
    by: by ?? null,
  });
}

function instantOf(at: string, nowMs: number): string {
  try {
    return sinceInstant(at, nowMs);
  } catch (error) {
    throw new RangeError(
      `Cannot read --at "${at}"; expected an instant such as 2026-11-22T16:45:00Z, or how long ago, such as 2h`,
      { cause: error },
    );
  }
}

interface Output {
  readonly options: NoteOptions;
  readonly io: Io;
}

async function keep(
  annotation: Annotation,
  { store, annotations }: HistoryStores,
  { options, io }: Output,
): Promise<number> {
  const { journey } = annotation;
  const known = (await store.listSeries()).map((series) => series.journey);
  if (journey !== ALL_JOURNEYS && !known.includes(journey)) {
    const nearest = nearestWord(journey, known);
    const hint = nearest === null ? '' : `; did you mean "${nearest}"?`;
    io.err(`waywiser: no run of journey "${cleanText(journey)}" is stored yet${hint}\n`);
  }
  await annotations.putAnnotation(annotation);
  if (options.json === true) io.out(jsonDocument({ note: annotation }));
  else io.out(`${renderNote(annotation, screenOf(io)).join('\n')}\n`);

  return EXIT.passed;
}

async function list(
  request: NoteRequest,
  stores: HistoryStores | null,
  { options, io }: Output,
): Promise<number> {
  const notes = stores === null ? [] : await notesOf(stores, request, options.journey);
  if (options.json === true) {
    io.out(jsonDocument({ since: request.since, notes }));
  } else {
    io.out(`${renderNotes(notes, screenOf(io)).join('\n')}\n`);
  }

  return EXIT.passed;
}

/** The notes of all journeys that have runs, or of one; a note about all journeys occurs once. */
async function notesOf(
  { store, annotations }: HistoryStores,
  { since, until }: NoteRequest,
  journey: string | undefined,
): Promise<readonly Annotation[]> {
  const known = (await store.listSeries()).map((series) => series.journey);
  const journeys = journey === undefined ? [ALL_JOURNEYS, ...known] : [journey];
  const found = new Map<string, Annotation>();
  for (const each of new Set(journeys)) {
    for (const annotation of await annotations.annotationsOf(each, { since, until })) {
      found.set(JSON.stringify(annotation), annotation);
    }
  }

  return [...found.values()].toSorted((a, b) => (a.at < b.at ? -1 : 1));
}
