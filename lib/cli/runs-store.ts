import { existsSync } from 'node:fs';
import path from 'node:path';
import { openEmbeddedStore } from '../adapters/dynamodb/embedded.ts';
import { homeDynamoClient } from '../adapters/dynamodb/home-client.ts';
import { dynamoRunStore } from '../adapters/dynamodb/run-store.ts';
import { stageNames } from '../core/deploy/names.ts';
import type { RunStore } from '../core/ports.ts';
import { inspector } from '../project/inspector.ts';
import { loadConfig } from '../project/load-config.ts';
import type { Io } from './io.ts';
import type { Paths } from './paths.ts';
import { showProblems } from './show-problems.ts';

/** Whose runs are looked at: those of this machine, or those of a deployed stage. */
export interface RunsSource {
  readonly deployed: boolean;
  /** Null: that of the configuration. */
  readonly stage: string | null;
}

/** A store to read runs from, or why there is none. */
export type RunsStore =
  | { readonly kind: 'store'; readonly store: RunStore; readonly close: () => Promise<void> }
  /** Nothing ever ran here. */
  | { readonly kind: 'empty' }
  /** The configuration is not valid, which has been said. */
  | { readonly kind: 'problems' };

/** Opens the embedded store, or the home table with the credentials of whoever asks. */
export async function openRunsStore(source: RunsSource, paths: Paths, io: Io): Promise<RunsStore> {
  if (source.deployed) return await openDeployed(source, paths, io);
  // Looking must not make a store where there is none.
  if (!existsSync(path.join(paths.stateDir, 'db'))) return { kind: 'empty' };
  const embedded = await openEmbeddedStore({ dir: paths.stateDir });

  return { kind: 'store', store: embedded.store, close: async () => await embedded.close() };
}

async function openDeployed({ stage }: RunsSource, paths: Paths, io: Io): Promise<RunsStore> {
  const desk = {
    projectDir: paths.projectDir,
    cacheDir: paths.bundleCacheDir,
    inspector: inspector({ inspectPath: paths.inspectPath }),
  };
  try {
    const { config, problems } = await loadConfig(desk, stage === null ? {} : { stage });
    showProblems(problems, io);
    if (problems.length > 0) return { kind: 'problems' };
    const client = homeDynamoClient({ region: config.home });
    const store = dynamoRunStore({ client, table: stageNames(config.stage).table });

    return { kind: 'store', store, close: async () => client.destroy() };
  } finally {
    desk.inspector.dispose();
  }
}
