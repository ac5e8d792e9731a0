import { spawnSync } from 'node:child_process';

/** npm, with a build, takes about a minute; longer means that it hangs. */
const DEADLINE_MS = 600_000;

/** Runs a program and returns its trimmed output. Throws an Error with what it printed if it fails. */
export function run(program: string, args: readonly string[], cwd = '.'): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    timeout: DEADLINE_MS,
  });
  if (status !== 0) {
    throw new Error(
      `Cannot run "${program} ${args.join(' ')}": exit ${status}\n${stdout}${stderr}`,
      {
        cause: error,
      },
    );
  }

  return stdout.trim();
}
