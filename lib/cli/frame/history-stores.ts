import { existsSync } from 'node:fs';
import path from 'node:path';
import { dynamoAnnotationStore } from '../../adapters/dynamodb/annotation-store.ts';
import { openEmbeddedStore } from '../../adapters/dynamodb/embedded.ts';
import { dynamoFindingStore } from '../../adapters/dynamodb/finding-store.ts';
import { homeDynamoClient } from '../../adapters/dynamodb/client.ts';
import { dynamoRollupStore } from '../../adapters/dynamodb/rollup-store.ts';
import { dynamoRunStore } from '../../adapters/dynamodb/run-store.ts';
import { stageNames } from '../../core/deploy/names.ts';
import type { ResolvedConfig } from '../../core/journey/resolved-config.ts';
import type { RunStore } from '../../core/ports.ts';
import type { RollupStore } from '../../core/rollup/rollup.ts';
import type { AnnotationStore, FindingStore } from '../../core/trends/trend-ports.ts';
import { inspector } from '../../project/compile/inspector.ts';
import { loadConfig } from '../../project/load/load-config.ts';
import type { Io } from './io.ts';
import type { Paths } from './paths.ts';
import { showProblems } from './show-problems.ts';

/** The stores that a history is read from, as they come to be. */
export interface HistorySource {
  /** Those that there are now: on this machine, some may come while pages are looked at. */
  readonly stores: () => Promise<HistoryStores>;
  /** Whether anything was ever kept. */
  readonly isThere: () => boolean;
  readonly close: () => Promise<void>;
}

/** Stores that are there already, and that somebody else closes. */
export function openHistory(stores: HistoryStores): HistorySource {
  return { stores: async () => stores, isThere: () => true, close: async () => {} };
}

/** The stores of this machine; until anything is kept, empty ones: looking makes none. */
export function localHistory(paths: Pick<Paths, 'stateDir'>): HistorySource {
  const empty = emptyStores();
  let opening: Promise<HistoryStores> | null = null;

  return {
    stores: async () => {
      if (opening === null && !hasLocalStore(paths)) return empty;
      opening ??= openLocalStores(paths).catch((error: unknown) => {
        // The next page tries again.
        opening = null;
        throw error;
      });

      return await opening;
    },
    isThere: () => opening !== null || hasLocalStore(paths),
    close: async () => {
      if (opening !== null) await (await opening).close();
    },
  };
}

/** Whose runs are looked at: those of this machine, or those of a deployed stage. */
export interface RunsSource {
  readonly deployed: boolean;
  /** Null: that of the configuration. */
  readonly stage: string | null;
}

/** All that is remembered of runs. */
export interface HistoryStores {
  readonly store: RunStore;
  readonly rollups: RollupStore;
  readonly findings: FindingStore;
  readonly annotations: AnnotationStore;
  readonly close: () => Promise<void>;
}

/** A store to read runs from, or why there is none. */
export type RunsStore =
  | ({ readonly kind: 'store' } & HistoryStores)
  /** Nothing ever ran here. */
  | { readonly kind: 'empty' }
  /** The configuration is not valid, which has been said. */
  | { readonly kind: 'problems' };

/** Opens the embedded store, or the home table with the credentials of whoever asks. */
export async function openRunsStore(source: RunsSource, paths: Paths, io: Io): Promise<RunsStore> {
  if (source.deployed) return await openDeployed(source, paths, io);
  // Looking must not make a store where there is none.
  if (!hasLocalStore(paths)) return { kind: 'empty' };

  return { kind: 'store', ...(await openLocalStores(paths)) };
}

/** Whether anything was ever kept on this machine. */
export function hasLocalStore({ stateDir }: Pick<Paths, 'stateDir'>): boolean {
  return existsSync(path.join(stateDir, 'db'));
}

/** Opens the stores of this machine; makes them where there are none. */
export async function openLocalStores(paths: Pick<Paths, 'stateDir'>): Promise<HistoryStores> {
  const embedded = await openEmbeddedStore({ dir: paths.stateDir });
  const { store, rollups, findings, annotations } = embedded;

  return { store, rollups, findings, annotations, close: async () => await embedded.close() };
}

/** The stores of a deployed stage, used with the credentials of whoever asks. */
export function deployedStores({
  home,
  stage,
}: Pick<ResolvedConfig, 'home' | 'stage'>): HistoryStores {
  const client = homeDynamoClient({ region: home });
  const there = { client, table: stageNames(stage).table };

  return {
    store: dynamoRunStore(there),
    rollups: dynamoRollupStore(there),
    findings: dynamoFindingStore(there),
    annotations: dynamoAnnotationStore(there),
    close: async () => client.destroy(),
  };
}

async function openDeployed({ stage }: RunsSource, paths: Paths, io: Io): Promise<RunsStore> {
  const context = {
    projectDir: paths.projectDir,
    cacheDir: paths.bundleCacheDir,
    inspector: inspector({ inspectPath: paths.inspectPath }),
  };
  try {
    const { config, problems } = await loadConfig(context, stage === null ? {} : { stage });
    showProblems(problems, io);
    if (problems.length > 0) return { kind: 'problems' };

    return { kind: 'store', ...deployedStores(config) };
  } finally {
    context.inspector.dispose();
  }
}

/** Stores of a machine on which nothing ever ran. Nothing can be kept in them. */
export function emptyStores(): HistoryStores {
  return {
    store: {
      putRun: refuse,
      getRun: async () => null,
      queryRuns: none,
      listSeries: none,
    },
    rollups: { slots: none, metric: none, parts: none, facts: none, put: refuse },
    findings: {
      findingsOf: none,
      putFinding: refuse,
      summaryOf: async () => null,
      putSummary: refuse,
      trendsOf: async () => ({ findings: [], look: null }),
    },
    annotations: { annotationsOf: none, putAnnotation: refuse },
    close: async () => {},
  };
}

async function none(): Promise<readonly never[]> {
  return [];
}

async function refuse(): Promise<never> {
  throw new TypeError('Cannot keep anything: there is no store; expected one to be opened');
}
