import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { rangeRuns } from '../../core/compare/range-runs.ts';
import type { RunStore } from '../../core/ports.ts';
import { RECORD_SCHEMA, type RunRecord } from '../../core/record/run-record.ts';
import type { SideSource } from './compare-options.ts';
import { errorText } from '../../core/base/error-text.ts';

/** Selects the runs of a side. */
export interface WantedRuns {
  readonly source: SideSource;
  /** Null: all. */
  readonly journey: string | null;
  readonly region: string | null;
  readonly cwd: string;
}

/**
 * The runs of a side, oldest first, each once. Throws a TypeError for a file that cannot be read and
 * for an unknown run. `store` is null where nothing is stored.
 */
export async function runsOfSide(
  wanted: WantedRuns,
  store: RunStore | null,
): Promise<readonly RunRecord[]> {
  const found = await read(wanted, store);
  const { journey, region } = wanted;
  const chosen = found.filter(
    (run) => (journey ?? run.journey) === run.journey && (region ?? run.region) === run.region,
  );
  const once = [...new Map(chosen.map((run) => [run.runId, run])).values()];

  return once.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
}

async function read(wanted: WantedRuns, store: RunStore | null): Promise<readonly RunRecord[]> {
  const { source } = wanted;
  switch (source.kind) {
    case 'files':
      return (await Promise.all(source.paths.map((each) => readPath(each, wanted.cwd)))).flat();
    case 'runs':
      return await readIds(source.runIds, store);
    case 'range':
      return store === null ? [] : await readRange(wanted, source, store);
  }
}

async function readRange(
  { journey, region }: WantedRuns,
  { since, until }: Extract<SideSource, { readonly kind: 'range' }>,
  store: RunStore,
): Promise<readonly RunRecord[]> {
  const series = (await store.listSeries()).filter(
    (each) => (journey ?? each.journey) === each.journey && (region ?? each.region) === each.region,
  );
  const found: RunRecord[] = [];
  for (const each of series) {
    found.push(...(await rangeRuns({ ...each, since, until }, store)).runs);
  }

  return found;
}

async function readIds(
  runIds: readonly string[],
  store: RunStore | null,
): Promise<readonly RunRecord[]> {
  const series = (await store?.listSeries()) ?? [];
  const found: RunRecord[] = [];
  for (const runId of runIds) {
    const likely = series.filter(({ journey }) => runId.startsWith(`${journey}-`));
    let record: RunRecord | null = null;
    for (const { journey, region } of likely) {
      record ??= (await store?.getRun(journey, region, runId)) ?? null;
    }
    if (record === null) {
      throw new TypeError(
        `Cannot find run "${runId}": it is not stored; waywiser runs JOURNEY lists run ids`,
      );
    }
    found.push(record);
  }

  return found;
}

async function readPath(name: string, cwd: string): Promise<readonly RunRecord[]> {
  const file = path.resolve(cwd, name);
  const isFolder = existsSync(file) && (await stat(file)).isDirectory();
  if (!isFolder) return await readRuns(file, name);
  const names = (await readdir(file)).filter((each) => each.endsWith('.json')).toSorted();
  if (names.length === 0) {
    throw new TypeError(
      `Cannot compare the runs in "${name}": it contains no .json file; expected output of waywiser run --json`,
    );
  }
  const runs = names.map((each) => readRuns(path.join(file, each), path.join(name, each)));

  return (await Promise.all(runs)).flat();
}

async function readRuns(file: string, name: string): Promise<readonly RunRecord[]> {
  const document = parse(await text(file, name), name);
  const runs: unknown = isObject(document) ? document['runs'] : undefined;
  if (!Array.isArray(runs) || !runs.every(isRecord)) {
    throw new TypeError(
      `Cannot compare the runs of "${name}": it is not the output of waywiser run --json; expected { "runs": […] } of schema ${RECORD_SCHEMA}`,
    );
  }

  return runs;
}

async function text(file: string, name: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const reason = errorText(cause);
    throw new TypeError(`Cannot read "${name}": ${reason}`, { cause });
  }
}

function parse(json: string, name: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    const reason = errorText(cause);
    throw new TypeError(
      `Cannot read "${name}" as JSON: ${reason}; expected the output of waywiser run --json`,
      { cause },
    );
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Checks only the fields of a record that a comparison reads. */
function isRecord(value: unknown): value is RunRecord {
  if (!isObject(value)) return false;
  const { schema, runId, journey, region, startedAt, outcome, durationMs } = value;
  const texts = [runId, journey, region, startedAt, outcome];
  const lists = [value['steps'], value['requests'], value['attemptList']];

  return (
    schema === RECORD_SCHEMA &&
    texts.every((each) => typeof each === 'string') &&
    typeof durationMs === 'number' &&
    lists.every(Array.isArray) &&
    isObject(value['instrument']) &&
    Array.isArray(value['instrument']['off']) &&
    isObject(value['omitted'])
  );
}
