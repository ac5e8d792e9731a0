import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { MANIFEST_FILE, type RunnerManifest } from '../../../lib/core/deploy/manifest.ts';
import type { JourneyKind } from '../../../lib/core/record/run-record.ts';
import { deployedMap } from '../../../lib/infra/assets/deployed-map.ts';
import { loadProject, type Project } from '../../../lib/project/load/load-project.ts';

/** The code of a runner function: what was built, with the journeys of a project. */
export interface RunnerCode {
  readonly dir: string;
  remove(): void;
}

/** Reads the journeys in a folder as the synthesis does. */
export async function loadJourneys(
  cwd: string,
  options: { readonly baseUrl: string; readonly cacheDir: string },
): Promise<Project> {
  const project = await loadProject({
    cwd,
    ...options,
    inspectPath: path.resolve('dist/inspect.cjs'),
    deviceNames: [],
  });
  if (project.problems.length > 0) throw new Error(JSON.stringify(project.problems, null, 2));

  return project;
}

/** Puts the runner's code and the project's journeys of its kind into a folder. */
export function runnerCode(kind: JourneyKind, project: Project): RunnerCode {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'waywiser-code-'));
  cpSync(path.resolve('dist/lambda', `${kind}-runner`), dir, {
    recursive: true,
  });
  mkdirSync(path.join(dir, 'journeys'));
  const journeys = project.journeys
    .filter(({ plan }) => plan.kind === kind)
    .map((journey) => {
      const { plan, bundlePath } = journey;
      const bundle = `journeys/${plan.name}-${plan.version}.cjs`;
      cpSync(bundlePath, path.join(dir, bundle));
      writeFileSync(path.join(dir, `${bundle}.map`), deployedMap(journey));

      return { plan, bundle };
    });
  const manifest: RunnerManifest = {
    stage: 'test',
    maintenance: [],
    allowPrivate: [],
    secrets: {},
    journeys,
  };
  writeFileSync(path.join(dir, MANIFEST_FILE), JSON.stringify(manifest));

  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
