// Draws the pictures of docs/statistics.md, and writes what they show: npx tsx scripts/statistics.ts
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FOLDER, statisticsFigures, withFigures } from './statistics/figures.ts';

const PAGE = 'docs/statistics.md';

const figures = statisticsFigures();
mkdirSync(path.join('docs', FOLDER), { recursive: true });
for (const { name, svg } of figures) {
  writeFileSync(path.join('docs', FOLDER, `${name}.svg`), svg);
}
writeFileSync(PAGE, withFigures(readFileSync(PAGE, 'utf8'), figures));
