#!/usr/bin/env node
// oxlint-disable-next-line import/no-unassigned-import -- before code is loaded, for which the heap grows
import '../lib/cli/frame/steady-heap.ts';
// oxlint-disable-next-line import/no-unassigned-import -- first, so that it sees what fails while the rest is loaded
import '../lib/cli/frame/exit-on-own-failure.ts';
// oxlint-disable-next-line import/no-unassigned-import -- before a client of AWS is loaded
import '../lib/cli/frame/quiet-sdk.ts';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { main } from '../lib/cli/main.ts';

// The entry is in dist/bin; npm links to it, so the link is followed first.
const distDir = path.dirname(path.dirname(realpathSync(process.argv[1] ?? '.')));

async function start(): Promise<void> {
  process.exitCode = await main(process.argv, distDir);
}

void start();
