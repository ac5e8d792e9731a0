// Sends 40 values and 12 findings through every surface, and shows that all print the same:
// npx tsx scripts/surfaces.ts
import { compareSurfaces, SURFACES, type SurfaceResult } from './surfaces/compare-surfaces.ts';
import { findingCases, valueCases } from './surfaces/surface-cases.ts';

const groups = { values: valueCases(), findings: findingCases() };
const results = Object.entries(groups).map(
  ([name, cases]) => [name, compareSurfaces(cases)] as const,
);

for (const [name, rows] of results) {
  console.log(`\n${rows.length} ${name}, on each of: ${SURFACES.join(', ')}`);
  for (const row of rows) console.log(lineOf(row));
}
const differing = results.flatMap(([, rows]) => rows.filter(({ missing }) => missing.length > 0));
console.log(`\n${differing.length === 0 ? 'All surfaces agree.' : `${differing.length} differ.`}`);
if (differing.length > 0) process.exitCode = 1;

function lineOf({ name, expected, missing }: SurfaceResult): string {
  const mark = missing.length === 0 ? '✓' : '✗';
  const where = missing.length === 0 ? '' : `  not on: ${missing.join(', ')}`;

  return `${mark} ${name.padEnd(28)} ${expected}${where}`;
}
