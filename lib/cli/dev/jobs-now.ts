import { text } from 'node:stream/consumers';
import type { CatchUpReport } from '../../core/jobs/catch-up.ts';
import { jsonLine } from '../../core/base/inert-json.ts';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import type { ResolvedConfig } from '../../core/journey/resolved-config.ts';
import { EXIT, type Io } from '../frame/io.ts';
import { openStore } from '../frame/keep-records.ts';
import type { Paths } from '../frame/paths.ts';
import { hourlyJobs } from './dev-jobs.ts';

/**
 * What the jobs in another process work on, as JSON on its standard input: the journeys as `dev` runs
 * them, because the files may have changed since it started.
 */
export interface JobsInput {
  readonly config: Pick<ResolvedConfig, 'stage' | 'retention'>;
  readonly journeys: readonly { readonly plan: JourneyPlan }[];
}

/** The result of the jobs in another process: one line of JSON. */
export interface JobsOutput extends Omit<CatchUpReport, 'errors'> {
  readonly errors: readonly string[];
}

/**
 * `waywiser jobs`, a hidden command that `dev` starts as a process every hour: it decodes the runs of
 * six hours. In `dev` itself the allocator keeps much of what that takes: 42 MB, of which 18 were in use.
 */
export async function jobsNow(paths: Paths, io: Io): Promise<number> {
  const project: JobsInput = JSON.parse(await text(process.stdin));
  const stores = await openStore(paths, project.config, io);
  try {
    const report = await hourlyJobs({ project, stores });
    const errors = report.errors.map(({ message }) => message);
    io.out(jsonLine({ ...report, errors } satisfies JobsOutput));

    return EXIT.passed;
  } finally {
    await stores.close();
  }
}
