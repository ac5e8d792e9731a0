import { execFileSync } from 'node:child_process';
import { CHROMIUM_PACKAGE } from '../../../lib/adapters/browser/chromium-source.ts';
import { currencyProblem } from '../../../scripts/chromium/currency.ts';
import { PACKAGED_CHROMIUM } from '../../support/chromium-version.ts';
import { TRIED_VERSIONS } from '../../../scripts/chromium/tried-versions.ts';

const DEADLINE_MS = 20_000;

/** Publication dates by version, as the registry has them; null: it cannot be reached. */
function published(): Readonly<Record<string, string>> | null {
  try {
    const args = ['view', CHROMIUM_PACKAGE, 'time', '--json'];

    return JSON.parse(execFileSync('npm', args, { encoding: 'utf8', timeout: DEADLINE_MS }));
  } catch (error) {
    process.stdout.write(
      `  The registry cannot be reached, so only the table is checked: ${String(error)}\n`,
    );

    return null;
  }
}

test(
  'the browser of the layer is at most 60 days behind the newest version that passes',
  () => {
    const table = Object.fromEntries(
      TRIED_VERSIONS.map(({ version, publishedOn }) => [version, publishedOn]),
    );

    const problem = currencyProblem(PACKAGED_CHROMIUM, TRIED_VERSIONS, {
      published: published() ?? table,
      nowMs: Date.now(),
    });

    // Try it with `npx tsx scripts/chromium/main.ts VERSION` and add a row to the table.
    expect(problem).toBeNull();
  },
  2 * DEADLINE_MS,
);
