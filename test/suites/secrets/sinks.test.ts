import { redactor } from '../../../lib/core/record/redact.ts';
import { redactRun } from '../../../lib/core/run/redact-run.ts';
import { stderrTail } from '../../../lib/runner/stderr-tail.ts';
import { findLeak } from './find-leak.ts';
import { randomPasswords, REALISTIC } from '../../support/passwords.ts';
import { resultOf, sinksOf } from './sinks.ts';
import { WRITERS } from './writers.ts';

const RANDOM = Number(process.env['WAYWISER_SECRETS_CASES'] ?? 40);
const SEED = Number(process.env['WAYWISER_SECRETS_SEED'] ?? 20_261_130);
/** A quarter is enough: what differs are the ways out. */
const CHOSEN = RANDOM < 100 ? Math.ceil(RANDOM / 4) : RANDOM;
/** To read what was not redacted takes longer than all the rest. */
const READ_PLAIN = 10;
/** Longer passwords fill whole records with one text. */
const MAX_LENGTH = 200;

const PASSWORDS = [...REALISTIC, ...randomPasswords(CHOSEN, SEED)].filter(
  ({ length }) => length <= MAX_LENGTH,
);

describe('a secret on every way out of a run', () => {
  it('is replaced at the boundary, before any of them', async () => {
    const leaks: unknown[] = [];
    const counts = { passwords: 0, texts: 0, plain: 0, readable: 0 };
    for (const secret of PASSWORDS) {
      const result = resultOf(Object.values(WRITERS).map((write) => write(secret)));
      const redacted = await sinksOf(redactRun(result, redactor([secret])));
      const plain = counts.passwords < READ_PLAIN ? await sinksOf(result) : {};
      counts.passwords += 1;
      for (const [sink, text] of Object.entries(redacted)) {
        counts.texts += 1;
        const unredacted = plain[sink];
        counts.plain += Number(unredacted !== undefined);
        counts.readable += Number(findLeak(unredacted ?? '', secret, 1) !== null);
        const leaked = findLeak(text, secret, 1);
        if (leaked !== null) leaks.push([secret, sink, leaked]);
      }
    }
    process.stdout.write(
      `${PASSWORDS.length} passwords, ${counts.texts} texts of sinks, ${leaks.length} leaks; ${counts.readable} of ${counts.plain} readable before\n`,
    );

    expect(leaks.slice(0, 20)).toEqual([]);
  });

  it('is replaced when lines of a log or chunks of standard error divide it', () => {
    const leaks: unknown[] = [];
    for (const secret of PASSWORDS) {
      const redact = redactor([secret]);
      for (const write of Object.values(WRITERS)) {
        const text = Array.from(write(secret));
        const middle = Math.floor(text.length / 2);
        const halves = [text.slice(0, middle).join(''), text.slice(middle).join('')];
        const log = halves.map(
          (half) => ({ level: 'info', text: half, atMs: 1, source: null }) as const,
        );
        const tail = stderrTail();
        for (const half of halves) tail.append(Buffer.from(half));
        const lines = redactRun({ ...resultOf([]), log }, redact).log.map((line) => line.text);
        const leaked =
          findLeak(lines.join(''), secret, 1) ?? findLeak(tail.read(redact), secret, 1);
        if (leaked !== null) leaks.push([secret, halves, leaked]);
      }
    }

    expect(leaks.slice(0, 20)).toEqual([]);
  });
});
