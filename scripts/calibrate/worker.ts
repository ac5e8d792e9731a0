import { type Cell, runCell } from './cells.ts';

// A process of its own for some of the cells: answers each with its tally.
process.on('message', ({ cell, seeds }: { readonly cell: Cell; readonly seeds: number }) => {
  process.send?.(runCell(cell, seeds));
});
