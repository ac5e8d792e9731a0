// Times pages and prints the times. Cold: the first page of a process; warm: all others.
import os from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { median } from './interleaved.ts';

/** Longer than any first reading, also on a busy machine. */
const COLD_DEADLINE_MS = 180_000;

/** The times of a page in several rounds. */
export interface PageTimes {
  /** First requests of an address. */
  readonly firstMs: readonly number[];
  /** Repeated requests, which the page cache answers. */
  readonly repeatedMs: readonly number[];
  readonly bytes: number;
  readonly lastUrl: string;
}

/** Times requests until the last byte, over loopback. */
export async function timesOf(
  rounds: number,
  urlOf: (round: number) => string,
): Promise<PageTimes> {
  const { bytes } = await timed(urlOf(0));
  const first: number[] = [];
  const repeated: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const url = urlOf(round);
    first.push((await timed(url)).ms);
    repeated.push((await timed(url)).ms);
  }

  return {
    firstMs: first,
    repeatedMs: repeated,
    bytes,
    lastUrl: urlOf(rounds),
  };
}

/** The time of the first page. */
export interface ColdTime {
  readonly ms: number;
  /** Answers that the history is still being read. */
  readonly lateAnswers: number;
}

/**
 * Times the first page from the start of the server, which reads at once. Repeats the request after
 * `Retry-After`, as browsers do.
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

/** The line of a cold time. */
export function coldLine({ ms, lateAnswers }: ColdTime): string {
  const answers = lateAnswers === 1 ? 'answer' : 'answers';
  const late = `after ${lateAnswers} ${answers} that the history is being read`;

  return line("cold: from the server's start until shown", ms, lateAnswers === 0 ? [] : [late]);
}

/** The line of warm times: their median, and the longest. */
export function warmLine(name: string, allMs: readonly number[], targetMs: number | null): string {
  return line(name, median(allMs), [
    ...(targetMs === null ? [] : [`target: below ${targetMs}`]),
    `longest: ${Math.max(...allMs).toFixed(1)}`,
  ]);
}

/** The line of a page's size. */
export function sizeLine({ bytes }: PageTimes, target: string): string {
  return `  ${'size, not compressed'.padEnd(44)} ${(bytes / 1_000).toFixed(0).padStart(10)} kB${target}`;
}

/** A time with its unit and notes. */
export function line(name: string, ms: number, notes: readonly string[]): string {
  const suffix = notes.length === 0 ? '' : ` (${notes.join('; ')})`;

  return `  ${name.padEnd(44)} ${ms.toFixed(1).padStart(10)} ms${suffix}`;
}

/** The load of the machine: times of a busy machine are worth little. */
export function formatLoad(): string {
  const [lastMinute = 0] = os.loadavg();

  return `load ${lastMinute.toFixed(1)} on ${os.cpus().length} cores`;
}
