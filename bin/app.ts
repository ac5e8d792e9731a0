import { realpathSync } from 'node:fs';
import path from 'node:path';
import { writerTo } from '../lib/cli/frame/io.ts';
import { synthesise } from '../lib/infra/app/synthesise.ts';

// The entry is in dist/bin, wherever the package is installed.
const distDir = path.dirname(path.dirname(realpathSync(process.argv[1] ?? '.')));

async function start(): Promise<void> {
  process.exitCode = await synthesise({
    cwd: process.cwd(),
    distDir,
    env: process.env,
    err: writerTo(process.stderr),
  });
}

void start();
