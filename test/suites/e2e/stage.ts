import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cdk } from '../../support/emulator/cdk.ts';
import { type Emulator, startEmulator } from '../../support/emulator/emulator.ts';
import { installEmulator } from '../../support/emulator/install.ts';
import { rewriteAssembly } from '../../support/emulator/rewrite-assembly.ts';
import type { Phases } from './phases.ts';

export const HOME = 'eu-west-1';
export const REGIONS = [HOME, 'us-east-1'] as const;
export const STAGE = 'e2e';

const ACCOUNT = '000000000000';
const PLACEHOLDER_ORIGIN = 'http://127.0.0.1:49152';
const COMMAND_DEADLINE_MS = 120_000;

/** A project of its own, deployed to an emulator of its own. */
export interface Stage {
  readonly emulator: Emulator;
  /** The project's folder. */
  readonly dir: string;
  /** Replaces text in a file of the project. */
  edit(file: string, from: string, to: string): void;
  deploy(): Promise<void>;
  /** `waywiser …` as the project's owner types it. */
  waywiser(args: readonly string[]): Promise<CommandEnd>;
  /** `aws …` likewise. */
  aws(args: readonly string[]): Promise<CommandEnd>;
}

/** What a command printed, and its exit code. */
export interface CommandEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What is deployed. */
export interface StageOptions {
  /** The target that the project watches. */
  readonly origin: string;
  /** The project's folder. Default: that of the platform's own test. */
  readonly project?: string;
  /** Creates what must exist before the deployment. */
  readonly prepare?: (emulator: Emulator) => Promise<void>;
}

/** Installs the emulator where it is not yet, starts it, and deploys a project. */
export async function openStage(
  root: string,
  { origin, project = 'test/suites/e2e/project', prepare }: StageOptions,
  phases: Phases,
): Promise<Stage> {
  const dir = copyProject(root, project, origin);
  const tools = await phases.run('install MiniStack and the AWS CLI', async () =>
    installEmulator(path.resolve('.waywiser/cache/emulator')),
  );
  const emulator = await phases.run('start the emulator', async () => startEmulator(tools, root));
  phases.watch(emulator);
  const env = emulator.environment;
  const inProject = { cwd: dir, env };
  let deployments = 0;

  async function synthesise(): Promise<string> {
    deployments += 1;
    const assembly = path.join(root, `assembly-${deployments}`);
    await cdk(['synth', '--quiet', '--output', assembly], inProject);

    return assembly;
  }

  async function deployAll(assembly: string): Promise<void> {
    rewriteAssembly(assembly);
    await cdk(['deploy', '--all', '--require-approval', 'never', '--app', assembly], inProject);
  }

  try {
    const [assembly] = await phases.run('cdk synth, and cdk bootstrap of two regions', async () =>
      bothEnded([
        synthesise(),
        // Outside the project: else the command makes its templates as well.
        cdk(['bootstrap', ...REGIONS.map((region) => `aws://${ACCOUNT}/${region}`)], {
          cwd: root,
          env,
        }),
      ]),
    );
    await prepare?.(emulator);
    await phases.run('cdk deploy --all', async () => deployAll(assembly));
  } catch (error) {
    await emulator.stop();
    throw error;
  }

  return {
    emulator,
    dir,
    edit: (file, from, to) => replaceIn(path.join(dir, file), from, to),
    deploy: async () => deployAll(await synthesise()),
    waywiser: async (args) =>
      command(process.execPath, [path.resolve('dist/bin/waywiser.cjs'), ...args], inProject),
    aws: async (args) => command(tools.aws, args, inProject),
  };
}

/** Waits for both even where one fails: it is in use what they write to. */
async function bothEnded<A, B>([first, second]: readonly [Promise<A>, Promise<B>]): Promise<
  [A, B]
> {
  await Promise.allSettled([first, second]);

  return Promise.all([first, second]);
}

function copyProject(root: string, project: string, origin: string): string {
  const dir = path.join(root, 'project');
  cpSync(path.resolve(project), dir, { recursive: true });
  replaceIn(path.join(dir, 'waywiser.config.ts'), PLACEHOLDER_ORIGIN, origin);
  // As installed by npm: the package, the compiler, and Node's types.
  const modules = path.join(dir, 'node_modules');
  mkdirSync(modules);
  symlinkSync(path.resolve('.'), path.join(modules, 'waywiser'));
  for (const name of ['typescript', '@types']) {
    symlinkSync(path.resolve('node_modules', name), path.join(modules, name));
  }
  // The package's types are built when it is packed; here they are its sources.
  const compilerOptions = { paths: { waywiser: [path.resolve('lib/index.ts')] } };
  const tsconfig = { extends: path.resolve('tsconfig.json'), compilerOptions };
  writeFileSync(path.join(dir, 'tsconfig.json'), JSON.stringify(tsconfig));

  return dir;
}

function replaceIn(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(from))
    throw new RangeError(`Cannot replace "${from}": ${file} has no such text`);
  writeFileSync(file, text.replace(from, to));
}

async function command(
  program: string,
  args: readonly string[],
  place: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<CommandEnd> {
  return new Promise((resolve) => {
    const options = { ...place, timeout: COMMAND_DEADLINE_MS };
    const child = execFile(program, [...args], options, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });
}
