import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const DEADLINE_MS = 180_000;
const MAX_OUTPUT_BYTES = 64 * 1_024 * 1_024;

const execute = promisify(execFile);

/** Runs the plain `cdk` command in a folder, and returns what it printed. */
export async function cdk(
  args: readonly string[],
  place: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<string> {
  const program = path.resolve('node_modules/aws-cdk/bin/cdk');
  try {
    const { stdout, stderr } = await execute(process.execPath, [program, ...args], {
      ...place,
      timeout: DEADLINE_MS,
      maxBuffer: MAX_OUTPUT_BYTES,
    });

    return `${stdout}${stderr}`;
  } catch (error) {
    throw new Error(`Cannot run "cdk ${args.join(' ')}":\n${outputOf(error)}`, { cause: error });
  }
}

function outputOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = ['stdout', 'stderr'].map((name) => String(Reflect.get(error, name) ?? ''));

  return [error.message, ...said].join('\n');
}
