import { dynamoAnnotationStore } from '../../adapters/dynamodb/annotation-store.ts';
import { openEmbeddedStore } from '../../adapters/dynamodb/embedded.ts';
import { dynamoFindingStore } from '../../adapters/dynamodb/finding-store.ts';
import { homeDynamoClient } from '../../adapters/dynamodb/client.ts';
import { dynamoRollupStore } from '../../adapters/dynamodb/rollup-store.ts';
import { isDatabaseThere } from '../../adapters/leveldb/prepare-database.ts';
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
import { storeNotices } from './store-notices.ts';
import { requireUsableState } from './usable-state.ts';

/** Access to a history that may not exist yet. */
export interface HistorySource {
  /** The current stores; those of this machine may be created later. */
  readonly stores: () => Promise<HistoryStores>;
  /** Whether there is a store. */
  readonly isThere: () => boolean;
  readonly close: () => Promise<void>;
}

/** A history whose stores are open already; closing it does nothing, because the caller owns them. */
export function openHistory(stores: HistoryStores): HistorySource {
  return { stores: async () => stores, isThere: () => true, close: async () => {} };
}

/** The history of this machine: empty until a store exists; reading does not create one. */
export function localHistory(paths: Pick<Paths, 'stateDir'>, io: Pick<Io, 'err'>): HistorySource {
  const empty = emptyStores();
  let opening: Promise<HistoryStores> | null = null;

  return {
    stores: async () => {
      if (opening === null && !hasLocalStore(paths)) return empty;
      opening ??= openLocalStores(paths, io).catch((error: unknown) => {
        // The next call tries again.
        opening = null;
        throw error;
      });

      return await opening;
    },
    isThere: () => opening !== null || isDatabaseThere(paths.stateDir),
    close: async () => {
      if (opening !== null) await (await opening).close();
    },
  };
}

/** Which history to read: that of this machine or of a deployed stage. */
export interface RunsSource {
  readonly deployed: boolean;
  /** Null: the configured stage. */
  readonly stage: string | null;
}

/** Stores of runs, rollups, findings and annotations, local or deployed. */
export interface HistoryStores {
  readonly store: RunStore;
  readonly rollups: RollupStore;
  readonly findings: FindingStore;
  readonly annotations: AnnotationStore;
  /** Number of items that were left out because they are damaged; absent: not counted. */
  readonly unreadable?: () => number;
  readonly close: () => Promise<void>;
}

/** The result of opening a history. */
export type RunsStore =
  | ({ readonly kind: 'store' } & HistoryStores)
  /** No run was ever stored on this machine. */
  | { readonly kind: 'empty' }
  /** The configuration has problems, which were printed. */
  | { readonly kind: 'problems' };

/** Opens the embedded store, or the table of the deployed stage with the user's AWS credentials. */
export async function openRunsStore(source: RunsSource, paths: Paths, io: Io): Promise<RunsStore> {
  if (source.deployed) return await openDeployed(source, paths, io);
  // Reading must not create a store.
  if (!hasLocalStore(paths)) return { kind: 'empty' };

  return { kind: 'store', ...(await openLocalStores(paths, io)) };
}

/** Whether this machine has a store. Throws when its folder cannot be used. */
export function hasLocalStore(paths: Pick<Paths, 'stateDir'>): boolean {
  requireUsableState(paths);

  return isDatabaseThere(paths.stateDir);
}

/** Opens the stores of this machine; creates them if missing. */
export async function openLocalStores(
  paths: Pick<Paths, 'stateDir'>,
  io: Pick<Io, 'err'>,
): Promise<HistoryStores> {
  requireUsableState(paths);
  const notices = storeNotices(io);
  const embedded = await openEmbeddedStore({ ...notices, dir: paths.stateDir });
  const { store, rollups, findings, annotations } = embedded;

  return {
    store,
    rollups,
    findings,
    annotations,
    unreadable: notices.unreadable,
    close: async () => {
      notices.end();
      await embedded.close();
    },
  };
}

/** The stores of a deployed stage, accessed with the user's AWS credentials. */
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

/** Empty stores that cannot be written to. */
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
      trendsOf: async () => ({ findings: [], summary: null }),
    },
    annotations: { annotationsOf: none, putAnnotation: refuse },
    close: async () => {},
  };
}

async function none(): Promise<readonly never[]> {
  return [];
}

async function refuse(): Promise<never> {
  throw new TypeError(
    'Cannot write to the store: it does not exist; expected it to be opened first',
  );
}
