import { Worker } from 'node:worker_threads';

/**
 * Looks once a second, from a thread of its own, whether the parent process still lives, and ends
 * this one when it does not. A journey that never yields would otherwise spin on for ever after its
 * sandbox was killed.
 */
const WATCH = `
  const parent = process.ppid;
  setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL'); }, 1000);
`;

/** Starts the watch. It does not keep the process alive. */
export function dieWithParent(): void {
  new Worker(WATCH, { eval: true, stdout: false, stderr: false }).unref();
}
