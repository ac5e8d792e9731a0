import { redactor } from '../../../lib/core/record/redact.ts';
import { seededRandom } from '../../../lib/core/stats/seeded.ts';
import { findLeak } from './find-leak.ts';
import { ordinaryTexts } from './ordinary-texts.ts';
import { randomPasswords, REALISTIC } from '../../support/passwords.ts';
import { NESTING, type Writer, WRITERS } from './writers.ts';

/** Random passwords; the variable raises them to 1,000 for the whole campaign. */
const RANDOM = Number(process.env['WAYWISER_SECRETS_CASES'] ?? 40);
const SEED = Number(process.env['WAYWISER_SECRETS_SEED'] ?? 20_261_130);
/** Mixtures of two to four encodings for each password. */
const MIXTURES = 20;
/** Longer texts are decoded by the reader in two steps only: they are too many. */
const LONG_TEXT = 5_000;

const PASSWORDS = [...REALISTIC, ...randomPasswords(RANDOM, SEED)];

/** Searching all ordinary texts for each password takes a third of a second. */
const CHOSEN = PASSWORDS.slice(0, Math.max(40, RANDOM / 4));

/** The name and writer of a random mixture. */
function mixture(random: () => number): readonly [string, Writer] {
  const entries = Object.entries(NESTING);
  const chosen = Array.from(
    { length: 2 + Math.floor(random() * 3) },
    () => entries[Math.floor(random() * entries.length)],
  ).filter((each) => each !== undefined);

  return [
    chosen.map(([name]) => name).join(' of '),
    (text) => chosen.reduceRight((inner, [, write]) => write(inner), text),
  ];
}

describe('a secret in any encoding', () => {
  const random = seededRandom(SEED);

  it('is replaced so that no decoding shows it', () => {
    const leaks: unknown[] = [];
    const counts = { texts: 0, shown: 0 };
    for (const secret of PASSWORDS) {
      const redact = redactor([secret]);
      const mixtures =
        secret.length > 200 ? [] : Array.from({ length: MIXTURES }, () => mixture(random));
      for (const [name, write] of [...Object.entries(WRITERS), ...mixtures]) {
        const written = `Before "${write(secret)}" after.`;
        const depth = written.length > LONG_TEXT ? 2 : 4;
        counts.texts += 1;
        counts.shown += Number(findLeak(written, secret, depth) !== null);
        const leaked = findLeak(redact(written), secret, depth);
        if (leaked !== null) leaks.push([secret, name, leaked, redact(written)]);
      }
    }
    process.stdout.write(
      `${PASSWORDS.length} passwords, ${counts.texts} texts, ${counts.shown} readable before, ${leaks.length} leaks\n`,
    );

    expect(leaks.slice(0, 20)).toEqual([]);
    expect(counts.shown / counts.texts).toBeGreaterThan(0.9);
  });

  it('is all that is replaced', () => {
    // Passwords in addresses, which documents have as examples, are replaced whatever the secrets.
    const text = redactor([])(ordinaryTexts().join('\n'));
    const spans = CHOSEN.map((secret) => redactor([secret]).spans(text));
    const places = spans.flat().map(({ start, end }) => text.slice(start, end));
    const replaced = places.join('').length;
    const perMb = (replaced / CHOSEN.length / text.length) * 1e6;
    process.stdout.write(
      `${(text.length / 1e6).toFixed(1)} MB of ordinary texts: ${perMb.toFixed(3)} characters replaced for each MB and password (${replaced} for all: ${JSON.stringify(places.slice(0, 5))})\n`,
    );

    expect(perMb).toBeLessThan(1);
  });
});
