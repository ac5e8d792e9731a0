import { jsonDocument } from '../../core/base/inert-json.ts';
import { type Diagnosis, diagnose } from '../../core/doctor/diagnose.ts';
import { factKind } from '../../core/doctor/doctor-fact.ts';
import { describeDoctorFact } from '../../report/format/describe-doctor-fact.ts';
import { renderDiagnosis } from '../../report/terminal/deploy/diagnosis.ts';
import { EXIT, type Io, screenOf } from '../frame/io.ts';
import { openProject } from '../frame/open-project.ts';
import { packageVersion, type Paths } from '../frame/paths.ts';
import { patientProgress } from '../frame/progress.ts';

/** Options of `waywiser doctor`. */
export interface DoctorOptions {
  readonly stage?: string;
  readonly json?: boolean;
}

/** `waywiser doctor`: compares the project with the AWS account, and changes nothing. */
export async function doctor(options: DoctorOptions, paths: Paths, io: Io): Promise<number> {
  const { stage, json } = options;
  const project = await openProject(
    { selection: [], ...(stage !== undefined && { stage }) },
    paths,
    io,
  );
  if (project.problems.length > 0) return project.refuse(json);
  const subject = {
    config: project.config,
    plans: project.journeys.map(({ plan }) => plan),
    version: packageVersion(paths.distDir),
  };
  // Imported here because loading the clients slows the start of other commands.
  const { awsRegionReader } = await import('./region-reader.ts');
  const progress = patientProgress('checking the account', io);
  try {
    const ports = { clock: { epochMs: () => Date.now() }, readerOf: awsRegionReader, within };
    const diagnosis = await diagnose(subject, ports, (made, all) =>
      progress.note(`${made} of ${all} checks`),
    );
    progress.end();
    io.out(
      json === true
        ? jsonDocument(documentOf(diagnosis))
        : `${renderDiagnosis(diagnosis, screenOf(io)).join('\n')}\n`,
    );

    return exitOf(diagnosis);
  } finally {
    progress.end();
  }
}

/** The diagnosis with the sentences, for programs. */
function documentOf({ checks, ...rest }: Diagnosis): object {
  return {
    ...rest,
    checks: checks.map((check) => ({
      ...check,
      facts: check.facts.map((fact) => ({
        ...fact,
        kind: factKind(fact),
        ...describeDoctorFact(fact, rest.stage),
      })),
    })),
  };
}

/** A problem takes precedence over what could not be read. */
function exitOf({ checks }: Diagnosis): number {
  if (checks.some(({ result }) => result === 'problem')) return EXIT.failed;

  return checks.some(({ result }) => result === 'unknown') ? EXIT.unknown : EXIT.passed;
}

async function within<T>(work: Promise<T>, limitMs: number): Promise<T | 'timeout'> {
  const signal = AbortSignal.timeout(limitMs);
  const late = new Promise<'timeout'>((resolve) => {
    signal.addEventListener('abort', () => resolve('timeout'), { once: true });
  });

  return Promise.race([work, late]);
}
