// Writes the tables of options into the pages that have markers for them: npx tsx scripts/reference.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { readReference, withReference } from './reference/pages.ts';

const reference = readReference();
for (const page of ['docs/checks.md', 'docs/configuration.md', 'docs/journeys.md']) {
  writeFileSync(page, withReference(readFileSync(page, 'utf8'), reference));
}
