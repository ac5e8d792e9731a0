import path from 'node:path';
import { openEmbeddedStore } from '../../adapters/dynamodb/embedded.ts';
import { folderBytes, listEvidence } from '../../adapters/local/evidence-usage.ts';
import { jsonDocument } from '../../core/base/inert-json.ts';
import { DAY_MS } from '../../core/base/time.ts';
import type { ResolvedConfig } from '../../core/journey/resolved-config.ts';
import { FINDING_RETENTION_DAYS, ROLLUP_RETENTION_DAYS } from '../../core/store/retention.ts';
import {
  measureStore,
  NO_USAGE,
  STORE_KINDS,
  type StoreKind,
  type Usage,
  withItem,
} from '../../core/store/store-usage.ts';
import { inspector } from '../../project/compile/inspector.ts';
import { loadConfig } from '../../project/load/load-config.ts';
import { renderStoreSize, type StoreSize } from '../../report/terminal/store/store-size.ts';
import { historyNowMs } from '../frame/dev-time.ts';
import { hasLocalStore } from '../frame/history-stores.ts';
import { EXIT, type Io, screenOf } from '../frame/io.ts';
import type { Paths } from '../frame/paths.ts';
import { showProblems } from '../frame/show-problems.ts';

/** Options of `waywiser store`. */
export interface StoreSizeOptions {
  readonly stage?: string;
  readonly json?: boolean;
}

/** `waywiser store`: what the store on this machine holds, its size, and how long it is kept. */
export async function storeSize(options: StoreSizeOptions, paths: Paths, io: Io): Promise<number> {
  const config = await readConfig(options, paths, io);
  if (config === null) return EXIT.misuse;
  const size = await measure(config, paths);
  io.out(options.json === true ? jsonDocument(size) : `${renderStoreSize(size, screenOf(io))}\n`);

  return EXIT.passed;
}

/** Null: it has problems, which were printed. */
async function readConfig(
  { stage }: StoreSizeOptions,
  paths: Paths,
  io: Io,
): Promise<ResolvedConfig | null> {
  const context = {
    projectDir: paths.projectDir,
    cacheDir: paths.bundleCacheDir,
    inspector: inspector({ inspectPath: paths.inspectPath }),
  };
  try {
    const { config, problems } = await loadConfig(context, stage === undefined ? {} : { stage });
    showProblems(problems, io);

    return problems.length > 0 ? null : config;
  } finally {
    context.inspector.dispose();
  }
}

async function measure(config: ResolvedConfig, paths: Paths): Promise<StoreSize> {
  const nowMs = historyNowMs(paths, false);
  const kinds = await usageByKind(paths, nowMs);
  const database = path.join(paths.stateDir, 'db');
  const { evidenceMs } = config.retention;

  return {
    folder: path.relative(paths.projectDir, paths.stateDir),
    diskBytes: await folderBytes(database),
    kinds: [
      ...STORE_KINDS.map((kind) => ({
        kind,
        ...(kinds?.[kind] ?? NO_USAGE),
        retentionDays: retentionDays(kind, config),
      })),
      {
        kind: 'evidence',
        ...(await evidenceUsage(paths, nowMs - evidenceMs)),
        retentionDays: evidenceMs / DAY_MS,
      },
    ],
  };
}

/** Null: there is no store; measuring does not create one. */
async function usageByKind(
  paths: Paths,
  nowMs: number,
): Promise<Readonly<Record<StoreKind, Usage>> | null> {
  if (!hasLocalStore(paths)) return null;
  const embedded = await openEmbeddedStore({ dir: paths.stateDir });
  try {
    return await measureStore(embedded.items, nowMs);
  } finally {
    await embedded.close();
  }
}

async function evidenceUsage({ evidenceRoot }: Paths, keptFromMs: number): Promise<Usage> {
  let usage = NO_USAGE;
  for (const { runId, at } of await listEvidence(evidenceRoot)) {
    const sizeBytes = await folderBytes(path.join(evidenceRoot, runId));
    usage = withItem(usage, { sizeBytes, at, isExpired: Date.parse(at) < keptFromMs });
  }

  return usage;
}

/** Null: kept as long as the store. */
function retentionDays(kind: StoreKind, { retention }: ResolvedConfig): number | null {
  switch (kind) {
    case 'runs':
      return retention.runsMs / DAY_MS;
    case 'hourly-rollups':
      return ROLLUP_RETENTION_DAYS.hour;
    case 'daily-rollups':
      return ROLLUP_RETENTION_DAYS.day;
    case 'findings':
    case 'notes':
      return FINDING_RETENTION_DAYS;
    case 'state':
      return null;
  }
}
