import { drawsOf } from '../../support/draws.ts';
import { playSeries } from './slots/cloud-slots.ts';
import { playMachine } from './slots/dev-slots.ts';

const IS_WHOLE = process.env['WAYWISER_FAULTS'] === 'all';
/** Slots of schedules in AWS. */
const SLOTS = IS_WHOLE ? 10_000_000 : 100_000;
/** Machines that run `waywiser dev`, are switched off, and whose clock is set. */
const MACHINES = IS_WHOLE ? 1_000 : 20;
const SEED = 20_261_201;
const DEADLINE_MS = 3_600_000;

test(
  'every slot in AWS ends in one record, whatever is lost, late, repeated or out',
  () => {
    const draws = drawsOf(SEED);
    const sum = { series: 0, slots: 0, lost: 0, late: 0 };
    const wrong: string[] = [];
    while (sum.slots < SLOTS) {
      const figures = playSeries(draws);
      sum.series += 1;
      sum.slots += figures.slots;
      sum.lost += figures.lost;
      sum.late += figures.late;
      wrong.push(...figures.wrong);
    }

    process.stdout.write(
      `  ${sum.slots} slots of ${sum.series} schedules, ${sum.lost} lost, ${sum.late} late; ${wrong.length} unaccounted or wrong\n`,
    );
    expect(sum.lost).toBeGreaterThan(0.01 * sum.slots);
    expect(wrong.slice(0, 10)).toEqual([]);
  },
  DEADLINE_MS,
);

test(
  'every slot of dev ends in one record, whatever happens to the machine and its clock',
  async () => {
    const draws = drawsOf(SEED);
    const sum = { machines: 0, slots: 0, runs: 0, missing: 0, starts: 0, moves: 0 };
    const wrong: string[] = [];
    while (sum.machines < MACHINES) {
      const figures = await playMachine(draws);
      sum.machines += 1;
      sum.slots += figures.slots;
      sum.runs += figures.runs;
      sum.missing += figures.missing;
      sum.starts += figures.starts;
      sum.moves += figures.moves;
      wrong.push(...figures.wrong);
    }

    process.stdout.write(
      `  ${sum.slots} slots on ${sum.machines} machines, ${sum.starts} starts, ${sum.moves} moves of the clock: ` +
        `${sum.runs} ran, ${sum.missing} missing; ${wrong.length} unaccounted or run twice\n`,
    );
    expect(sum.missing).toBeGreaterThan(0);
    expect(wrong.slice(0, 10)).toEqual([]);
  },
  DEADLINE_MS,
);
