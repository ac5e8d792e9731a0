import type { Emulator } from '../../support/emulator/emulator.ts';

const LINES_SHOWN = 150;

/** Runs parts of a long test one after the other, and says how long each took. */
export interface Phases {
  run<T>(name: string, phase: () => Promise<T>): Promise<T>;
  /** What the functions wrote is shown when a later phase fails. */
  watch(emulator: Emulator): void;
}

/** A line for each phase, and the functions' log when one fails. */
export function startPhases(): Phases {
  const start = performance.now();
  let watched: Emulator | null = null;

  return {
    run: async (name, phase) => {
      const began = performance.now();
      try {
        return await phase();
      } catch (error) {
        write(`e2e: ${name} FAILED\n${watched?.log(LINES_SHOWN) ?? ''}\n${String(error)}\n`);
        throw error;
      } finally {
        write(`e2e: ${seconds(began)} s ${name} (at ${seconds(start)} s)\n`);
      }
    },
    watch: (emulator) => {
      watched = emulator;
    },
  };
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1_000).toFixed(1);
}

/** Not by the console, which jest holds back and decorates. */
function write(text: string): void {
  process.stderr.write(text);
}
