import type { LogFunction } from '../journey/definition.ts';
import type { Redact } from '../record/redact.ts';
import type { ConsoleLine } from '../record/run-record.ts';

/** Lines kept of one run's log; the rest is counted. */
const MAX_LINES = 200;
/** Characters kept of one line. */
const MAX_LINE_LENGTH = 2_000;

/** The log of one run, as the journey writes it. */
export interface RunLog {
  readonly write: LogFunction;
  lines(): readonly ConsoleLine[];
  /** How many lines were left out. */
  omitted(): number;
}

/** Makes an empty log; times are the run's own, secrets are replaced. */
export function runLog(elapsedMs: () => number, redact: Redact): RunLog {
  const lines: ConsoleLine[] = [];
  let omitted = 0;

  return {
    write: (...parts) => {
      if (lines.length >= MAX_LINES) {
        omitted += 1;

        return;
      }
      // Before it is cut: half a secret would not be found any more.
      const text = redact(parts.map(show).join(' ')).slice(0, MAX_LINE_LENGTH);
      lines.push({ level: 'info', text, atMs: elapsedMs(), source: 'journey' });
    },
    lines: () => lines,
    omitted: () => omitted,
  };
}

function show(part: unknown): string {
  if (typeof part === 'string') return part;
  if (part instanceof Error) return part.stack ?? part.message;
  try {
    return JSON.stringify(part) ?? String(part);
  } catch {
    // Circular structures and BigInt have no JSON; their type still says something.
    return Object.prototype.toString.call(part);
  }
}
