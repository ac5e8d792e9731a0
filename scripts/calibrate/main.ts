// Prints how often the tests of drift and change fire, on series of which the truth is known, and how
// often their intervals contain it. Exits with 1 where it is not as promised.
import { parseArgs } from 'node:util';
import { runCells } from './run-cells.ts';
import { printedComparisons, printedQuantiles } from './sample-tables.ts';
import { printedTable, TABLES } from './tables.ts';

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '1000' } } });
const seeds = Number(values.seeds);
const cells = TABLES.flatMap((table) => table.cells);
const tallies = await runCells(cells, seeds, (done) => {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${cells.length} cells`);
});
if (process.stderr.isTTY) process.stderr.write('\r');
const printed = [
  ...TABLES.map((table) => printedTable(table, tallies)),
  printedQuantiles(seeds),
  printedComparisons(seeds),
];
process.stdout.write(`${seeds} seeds a cell\n\n${printed.map(({ text }) => text).join('\n')}`);
const broken = printed.flatMap((table) => table.broken);
process.stdout.write(
  broken.length === 0
    ? '\nAll is as promised.\n'
    : `\nNot as promised (!):\n${broken.map((each) => `  ${each}`).join('\n')}\n`,
);
process.exitCode = broken.length === 0 ? 0 : 1;
