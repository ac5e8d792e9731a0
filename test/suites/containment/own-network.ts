import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { temporaryDir } from '../../support/temporary-dir.ts';
import { networkCommands, RESOLVER } from './inside/network.ts';

/** A program that is run in a network namespace of its own. */
export interface NetworkProgram {
  /** Source of the program. Its argument is the JSON of its options, and it writes a file of figures. */
  readonly program: string;
  /** Sources of journeys, each bundled to a file of the key's name. */
  readonly journeys: Readonly<Record<string, string>>;
}

/** What a program finds in its folder. */
export interface NetworkFiles {
  /** Path of a journey's bundle. */
  readonly bundle: (name: string) => string;
  readonly figuresPath: string;
}

const MAX_OUTPUT_BYTES = 100_000_000;
/** Root keeps its users, as functions run as another one; others become root of their own. */
const NAMESPACES = process.getuid?.() === 0 ? '-mn' : '-rmn';

/** Runs a program in a network of its own, in which only its resolver answers, and reads its figures. */
export async function inOwnNetwork<Figures>(
  { program, journeys }: NetworkProgram,
  optionsOf: (files: NetworkFiles) => object,
): Promise<Figures> {
  const { path: dir, remove } = await temporaryDir();
  const files = {
    bundle: (name: string) => path.join(dir, `${name}.cjs`),
    figuresPath: path.join(dir, 'figures.json'),
  };
  const main = path.join(dir, 'main.cjs');
  const resolver = path.join(dir, 'resolv.conf');
  const hosts = path.join(dir, 'hosts');
  try {
    await Promise.all([
      bundled(program, main, 'external'),
      ...Object.entries(journeys).map(async ([name, source]) =>
        bundled(source, files.bundle(name), 'bundle'),
      ),
      writeFile(resolver, `nameserver ${RESOLVER}\n`),
      writeFile(hosts, '127.0.0.1 localhost\n::1 localhost\n'),
    ]);
    const commands = [
      ...networkCommands(),
      `mount --bind '${resolver}' "$(readlink -f /etc/resolv.conf)"`,
      `mount --bind '${hosts}' /etc/hosts`,
      `exec '${process.execPath}' '${main}' '${JSON.stringify(optionsOf(files))}'`,
    ];
    await promisify(execFile)('unshare', [NAMESPACES, 'sh', '-ec', commands.join('\n')], {
      env: { ...process.env, NODE_PATH: path.resolve('node_modules') },
      maxBuffer: MAX_OUTPUT_BYTES,
    });
    const figures: Figures = JSON.parse(await readFile(files.figuresPath, 'utf8'));

    return figures;
  } finally {
    await remove();
  }
}

async function bundled(from: string, to: string, packages: 'external' | 'bundle'): Promise<void> {
  await build({
    entryPoints: [from],
    outfile: to,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages,
    external: ['waywiser'],
    logLevel: 'silent',
  });
}
