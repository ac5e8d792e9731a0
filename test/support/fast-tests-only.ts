import childProcess from 'node:child_process';
import workerThreads from 'node:worker_threads';

const REMEDY = 'A fast test starts no process and no thread: move it to test/integration.';
const STARTERS = [
  'exec',
  'execFile',
  'execFileSync',
  'execSync',
  'fork',
  'spawn',
  'spawnSync',
] as const;

function refuse(): never {
  throw new Error(REMEDY);
}

for (const name of STARTERS) Object.defineProperty(childProcess, name, { value: refuse });
Object.defineProperty(workerThreads, 'Worker', { value: refuse });
