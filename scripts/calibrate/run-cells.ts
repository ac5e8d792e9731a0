import { fork } from 'node:child_process';
import os from 'node:os';
import type { Cell, Tally } from './cells.ts';

/** Runs cells on all processors; `onDone` is called after each, for progress. */
export async function runCells(
  cells: readonly Cell[],
  seeds: number,
  onDone: (done: number) => void,
): Promise<ReadonlyMap<Cell, Tally>> {
  const tallies = new Map<Cell, Tally>();
  const waiting = [...cells].toSorted((one, other) => other.days - one.days);
  await Promise.all(
    Array.from({ length: os.availableParallelism() }, async () => {
      const worker = fork(new URL('worker.ts', import.meta.url), { execArgv: ['--import', 'tsx'] });
      try {
        for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift()) {
          tallies.set(cell, await ask(worker, { cell, seeds }));
          onDone(tallies.size);
        }
      } finally {
        worker.kill();
      }
    }),
  );

  return tallies;
}

async function ask(
  worker: ReturnType<typeof fork>,
  question: { readonly cell: Cell; readonly seeds: number },
): Promise<Tally> {
  return await new Promise((resolve, reject) => {
    worker.once('message', (tally: Tally) => {
      worker.removeAllListeners('exit');
      resolve(tally);
    });
    worker.once('exit', (code) => {
      reject(new Error(`The process that ran ${JSON.stringify(question.cell)} ended with ${code}`));
    });
    worker.send(question);
  });
}
