import { NETWORK_TABLES } from '../adapters/net/own-route.ts';
import type { JourneyKind } from '../core/record/run-record.ts';

/** What a worker may read and write, besides the modules of Node. */
export interface WorkerReach {
  readonly kind: JourneyKind;
  /** Files, and folders with a separator at their end. */
  readonly readable: readonly string[];
  /** The worker's own folder; null: it has none. */
  readonly folder: string | null;
}

/**
 * Flags of Node's permission model for a worker: it reads the platform's code, the given files, the
 * kernel's routes and its own folder, writes its own folder, and starts no process, no native code and no inspector. Empty for
 * workers with a browser, which is a process, and for versions of Node without the model.
 * https://nodejs.org/api/permissions.html
 */
export function permissionFlags({ kind, readable, folder }: WorkerReach): readonly string[] {
  const model = ['--permission', '--experimental-permission'].find(knows);
  if (model === undefined || kind === 'browser' || folder === null) return [];
  const own = `${folder}/`;

  return [
    model,
    ...outermost([...readable, ...Object.values(NETWORK_TABLES), own]).map(
      (place) => `--allow-fs-read=${place}`,
    ),
    `--allow-fs-write=${own}`,
    // The thread that ends a worker without a parent; a thread has the same permissions.
    '--allow-worker',
    // SQLite opens files that the model does not know of.
    ...(knows('--no-experimental-sqlite') ? ['--no-experimental-sqlite'] : []),
    ...QUIET.filter((flag) => knows(flag.split('=')[0] ?? flag)),
  ];
}

/** Each place once, and none within another: Node 20 aborts when a place is given twice. */
function outermost(places: readonly string[]): readonly string[] {
  const unique = [...new Set(places)];

  return unique.filter(
    (place) => !unique.some((other) => other !== place && isWithin(place, other)),
  );
}

function isWithin(place: string, folder: string): boolean {
  return folder.endsWith('/') && place.startsWith(folder);
}

/** Warnings about the model and the thread, which need no action. */
const QUIET = ['--disable-warning=ExperimentalWarning', '--disable-warning=SecurityWarning'];

function knows(flag: string): boolean {
  return process.allowedNodeEnvironmentFlags.has(flag);
}
