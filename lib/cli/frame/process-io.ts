import { EXIT, type Io } from './io.ts';

const DEFAULT_COLUMNS = 100;

/** The process's own streams and environment. Colour on terminals only, and where `NO_COLOR` is unset. */
export function processIo(): Io {
  const { stdout, stderr, env } = process;
  stdout.on('error', lostResults);
  // Nobody reads what is said beside the results; that changes nothing about them.
  stderr.on('error', () => undefined);
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

/** A reader that has seen enough (`| head`) takes nothing from the run; a full disk does. */
function lostResults(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`waywiser: Cannot write to standard output: ${error.message}\n`);
  process.once('exit', () => {
    process.exitCode = EXIT.couldNotTell;
  });
}
