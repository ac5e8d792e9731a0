import path from 'node:path';
import { App } from 'aws-cdk-lib';
import type { Problem } from '../../core/journey/problem.ts';
import { waywiserStacks } from '../waywiser-stacks.ts';
import { openDeployment } from './open-deployment.ts';
import { readContext } from './read-context.ts';

/** Folders, environment and error output of a synthesis. */
export interface SynthesisPorts {
  /** The project's folder. Absolute. */
  readonly cwd: string;
  /** The built product's folder. Absolute. */
  readonly distDir: string;
  /** Environment variables; `CDK_DEFAULT_ACCOUNT` is read. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly err: (text: string) => void;
}

/**
 * The app that `cdk` starts: reads the project in the current folder and writes the templates of
 * its stage. Returns the exit code: 1 stops the `cdk` command.
 */
export async function synthesise({ cwd, distDir, env, err }: SynthesisPorts): Promise<number> {
  // With automatic synthesis, templates would be written at exit even after a problem.
  const app = new App({ autoSynth: false });
  const context = readContext((name) => app.node.tryGetContext(name));
  if (context.kind === 'problems') return reportProblems(context.problems, err);
  const opened = await openDeployment({
    cwd,
    distDir,
    stagingDir: path.join(app.outdir, 'waywiser'),
    ...context.options,
  });
  if (opened.kind === 'problems') return reportProblems(opened.problems, err);
  const { deployment } = opened;
  waywiserStacks(app, {
    ...deployment,
    account: deployment.account ?? env['CDK_DEFAULT_ACCOUNT'] ?? null,
  });
  app.synth();

  return 0;
}

function reportProblems(problems: readonly Problem[], err: SynthesisPorts['err']): number {
  for (const { file, line, column, message } of problems) {
    const place = [file, line, column].filter((part) => part !== null).join(':');
    err(`${place === '' ? '' : `${place}: `}${message}\n`);
  }
  err(`Cannot deploy: ${problems.length === 1 ? '1 problem' : `${problems.length} problems`}\n`);

  return 1;
}
