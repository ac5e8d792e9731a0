// How pages are timed, and how that is printed: cold is what nobody has read before, warm all else.
import os from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { median } from './interleaved.ts';

/** Longer than any first reading on a machine that does other things, too. */
const COLD_DEADLINE_MS = 180_000;

/** How long a page took, in several rounds. */
export interface PageTimes {
  /** Of pages that nobody asked for before. */
  readonly anewMs: readonly number[];
  readonly againMs: readonly number[];
  readonly bytes: number;
  readonly lastUrl: string;
}

/** Until the last byte, on one machine and through its network. */
export async function timesOf(
  rounds: number,
  urlOf: (round: number) => string,
): Promise<PageTimes> {
  const { bytes } = await timed(urlOf(0));
  const anew: number[] = [];
  const again: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const url = urlOf(round);
    anew.push((await timed(url)).ms);
    again.push((await timed(url)).ms);
  }

  return {
    anewMs: anew,
    againMs: again,
    bytes,
    lastUrl: urlOf(rounds),
  };
}

/** How long the first reading took. */
export interface ColdTime {
  readonly ms: number;
  /** So many answers said that the history is still being read. */
  readonly lateAnswers: number;
}

/**
 * From the start of a server, which begins to read at once, until it shows what it read. Asks as
 * browsers do: again, when it is told to, while the history is read for the first time.
 */
export async function coldOf(url: string, startMs: number): Promise<ColdTime> {
  for (let lateAnswers = 0; ; lateAnswers += 1) {
    const { status, retryAfterS } = await timed(url, [503]);
    const ms = performance.now() - startMs;
    if (status === 200) return { ms, lateAnswers };
    if (retryAfterS === null || ms > COLD_DEADLINE_MS) {
      throw new Error(`Cannot bench ${url}: it still answers ${status} after ${ms.toFixed(0)} ms`);
    }
    await delay(retryAfterS * 1_000);
  }
}

interface TimedAnswer {
  readonly ms: number;
  readonly status: number;
  readonly bytes: number;
  readonly retryAfterS: number | null;
}

async function timed(url: string, expected: readonly number[] = []): Promise<TimedAnswer> {
  const startMs = performance.now();
  const response = await fetch(url);
  const body = await response.arrayBuffer();
  const { ok, status, headers } = response;
  if (!ok && !expected.includes(status)) {
    throw new Error(`Cannot bench ${url}: it answered ${status}`);
  }
  const retryAfter = headers.get('retry-after');

  return {
    ms: performance.now() - startMs,
    status,
    bytes: body.byteLength,
    retryAfterS: retryAfter === null ? null : Number(retryAfter),
  };
}

/** The first reading. */
export function coldLine({ ms, lateAnswers }: ColdTime): string {
  const answers = lateAnswers === 1 ? 'answer' : 'answers';
  const late = `before, ${lateAnswers} ${answers} said that it is being read`;

  return line("cold: from the server's start until shown", ms, lateAnswers === 0 ? [] : [late]);
}

/** Readings after it: their median, and the longest. */
export function warmLine(name: string, allMs: readonly number[], targetMs: number | null): string {
  return line(name, median(allMs), [
    ...(targetMs === null ? [] : [`target: below ${targetMs}`]),
    `longest: ${Math.max(...allMs).toFixed(1)}`,
  ]);
}

/** How much a page sends. */
export function sizeLine({ bytes }: PageTimes, target: string): string {
  return `  ${'size, not compressed'.padEnd(44)} ${(bytes / 1_000).toFixed(0).padStart(10)} kB${target}`;
}

/** A time with its unit, and what is to be said of it. */
export function line(name: string, ms: number, notes: readonly string[]): string {
  const words = notes.length === 0 ? '' : ` (${notes.join('; ')})`;

  return `  ${name.padEnd(44)} ${ms.toFixed(1).padStart(10)} ms${words}`;
}

/** Times are worth little where others work beside. */
export function loadWords(): string {
  const [lastMinute = 0] = os.loadavg();

  return `load ${lastMinute.toFixed(1)} on ${os.cpus().length} cores`;
}
