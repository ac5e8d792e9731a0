import { createInterface } from 'node:readline/promises';
import type { Io } from './io.ts';

/** Asks a question on the terminal; null: there is no terminal to ask on. Only `y` and `yes` confirm. */
export async function confirmed(question: string, io: Pick<Io, 'isTty'>): Promise<boolean | null> {
  if (!io.isTty || !process.stdin.isTTY) return null;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } catch (error) {
    // Ctrl-C, and Ctrl-D.
    if (error instanceof Error && error.name === 'AbortError') return false;
    throw error;
  } finally {
    lines.close();
  }
}
