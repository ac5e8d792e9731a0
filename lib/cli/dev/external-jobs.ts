import type { ChildProcess } from 'node:child_process';
import type { CatchUpReport } from '../../core/jobs/catch-up.ts';
import { toError } from '../../core/base/error-text.ts';
import type { Io } from '../frame/io.ts';
import type { OpenProject } from '../frame/open-project.ts';
import type { Paths } from '../frame/paths.ts';
import { backgroundOutput, spawnBackground } from '../trends/background-process.ts';
import type { JobsInput, JobsOutput } from './jobs-now.ts';

/** The hourly jobs of `waywiser dev` that another process runs. */
export interface ExternalJobs {
  run(): Promise<CatchUpReport>;
  /** Ends the process, if it runs. */
  stop(): void;
}

/** Runs each pass of the hourly jobs in a process of its own, of low priority: see `jobsNow`. */
export function externalJobs(
  { project, paths }: { readonly project: OpenProject; readonly paths: Paths },
  io: Io,
): ExternalJobs {
  const { stage, retention } = project.config;
  const journeys = project.journeys.map(({ plan }) => ({ plan }));
  const input: JobsInput = { config: { stage, retention }, journeys };
  let child: ChildProcess | null = null;

  return {
    run: async () => {
      child = spawnBackground(['jobs'], paths, io);
      // A process that ends before it has read everything says why in its output.
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(JSON.stringify(input));
      const output: JobsOutput = JSON.parse(await backgroundOutput(child));

      return { ...output, errors: output.errors.map(toError) };
    },
    stop: () => void child?.kill('SIGKILL'),
  };
}
