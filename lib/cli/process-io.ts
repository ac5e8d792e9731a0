import type { Io } from './io.ts';

const DEFAULT_COLUMNS = 100;

/** The process's own streams and environment. Colour on terminals only, and where `NO_COLOR` is unset. */
export function processIo(): Io {
  const { stdout, stderr, env } = process;
  const forced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0';

  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    color: forced || (stdout.isTTY && env['NO_COLOR'] === undefined && env['TERM'] !== 'dumb'),
    isTty: stderr.isTTY && env['TERM'] !== 'dumb' && env['CI'] === undefined,
    columns: stdout.columns ?? DEFAULT_COLUMNS,
    env,
    cwd: process.cwd(),
  };
}
