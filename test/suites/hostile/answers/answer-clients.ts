import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { RunFailure } from '../../../../lib/core/record/outcome.ts';
import { testSession } from '../../../support/http-frame.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';

/** What a client made of an answer: what it gave to its user, or that it refused. */
export type Taken =
  | {
      readonly kind: 'taken';
      readonly status: number;
      readonly body: string;
      readonly probe: string | null;
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** Answers from `from` on, `to` excluded. */
export interface AnswerRange {
  readonly from: number;
  readonly to: number;
}

const ALL_STATUSES = Array.from({ length: 10_000 }, (_, status) => status);

/** The journey's own client. */
export async function takenByClient(
  origin: string,
  { from, to }: AnswerRange,
): Promise<readonly Taken[]> {
  const taken: Taken[] = [];
  for (let id = from; id < to; id += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as curl
    taken.push(await takenOnce(`${origin}/a/${id}`));
  }

  return taken;
}

async function takenOnce(url: string): Promise<Taken> {
  const session = testSession({ allowStatus: ALL_STATUSES });
  try {
    const response = await session.client.get(url);
    const { status, headers } = response;

    return {
      kind: 'taken',
      status,
      body: Buffer.from(response.bytes()).toString('latin1'),
      probe: headers['x-probe'] ?? null,
    };
  } catch (error) {
    if (error instanceof RunFailure && error.code.startsWith('target.')) {
      return { kind: 'refused', reason: error.message };
    }
    throw error;
  } finally {
    session.close();
  }
}

/** A page in Chromium that fetches them. */
export async function takenByChromium(
  browser: Browser,
  origin: string,
  range: AnswerRange,
): Promise<readonly Taken[]> {
  const page = await browser.newPage();
  try {
    await page.goto(origin);

    return await page.evaluate(fetchAll, range);
  } finally {
    await page.close();
  }
}

/** Runs in the page. */
async function fetchAll({ from, to }: AnswerRange): Promise<Taken[]> {
  const taken: Taken[] = [];
  let next = from;

  // oxlint-disable-next-line consistent-function-scoping -- the page gets this function alone
  async function fetchOne(id: number): Promise<Taken> {
    try {
      const response = await fetch(`/a/${id}`, { cache: 'no-store' });
      const bytes = new Uint8Array(await response.arrayBuffer());
      const body = Array.from(bytes, (byte) => String.fromCodePoint(byte)).join('');

      return {
        kind: 'taken',
        status: response.status,
        body,
        probe: response.headers.get('x-probe'),
      };
    } catch (error) {
      return { kind: 'refused', reason: String(error) };
    }
  }

  async function work(): Promise<void> {
    while (next < to) {
      const id = next;
      next += 1;
      // oxlint-disable-next-line no-await-in-loop -- each worker fetches one after the other
      taken[id - from] = await fetchOne(id);
    }
  }
  await Promise.all(Array.from({ length: 6 }, work));

  return taken;
}

/** Curl, which takes them one after the other and decodes what it can. Some answers make it stop. */
export async function takenByCurl(
  origin: string,
  { from, to }: AnswerRange,
): Promise<readonly Taken[]> {
  const taken: Taken[] = [];
  while (from + taken.length < to) {
    // oxlint-disable-next-line no-await-in-loop -- where one process stopped, the next one continues
    const more = await takenByOneCurl(origin, { from: from + taken.length, to });
    if (more.length === 0) throw new Error(`curl gave no result from ${from + taken.length} on`);
    taken.push(...more);
  }

  return taken;
}

async function takenByOneCurl(
  origin: string,
  { from, to }: AnswerRange,
): Promise<readonly Taken[]> {
  const { path: dir, remove } = await temporaryDir();
  try {
    const written = await output('curl', [
      '--silent',
      '--location',
      '--compressed',
      '--max-time',
      '10',
      '--write-out',
      '%{urlnum} %{exitcode} %{http_code} %header{x-probe}\x1e',
      '--output',
      path.join(dir, '#1'),
      `${origin}/a/[${from}-${to - 1}]`,
    ]);
    const lines = written.split('\x1e').slice(0, -1);

    return await Promise.all(
      lines.map(async (line, at) => takenFrom(line, path.join(dir, String(from + at)))),
    );
  } finally {
    await remove();
  }
}

async function takenFrom(line: string, file: string): Promise<Taken> {
  const [, exit = '', status = '', probe = ''] = /^\d+ (\d+) (\d+) ([^]*)$/.exec(line) ?? [];
  if (exit !== '0') return { kind: 'refused', reason: `exit code ${exit}` };
  const body = await readFile(file, 'latin1').catch(() => '');

  return { kind: 'taken', status: Number(status), body, probe: probe === '' ? null : probe };
}

async function output(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve());
  });

  return Buffer.concat(chunks).toString('latin1');
}
