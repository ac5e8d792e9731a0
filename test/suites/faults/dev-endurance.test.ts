import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { devProject, startDev } from './fast-dev.ts';

// oxlint-disable-next-line node/no-process-env -- the length of the campaign
const IS_WHOLE = process.env['WAYWISER_FAULTS'] === 'all';
const RUNS = IS_WHOLE ? 10_000 : 400;
/** The heaps of JavaScript have found their size by then. */
const WARM_RUNS = IS_WHOLE ? 2_000 : 200;
/** What the long form may grow between; in the short one, the heaps still find their size. */
const MAX_GROWTH = IS_WHOLE ? 0.05 : 0.35;
/** The same for files and processes: a machine that is behind runs a journey twice at once. */
const MAX_MORE = IS_WHOLE ? 0.2 : 0.6;
const JOURNEYS = 10;
/** Real time of a minute of the clock of `dev`. */
const STEP_MS = 1_000;
const SAMPLE_MS = 1_000;
const TEST_TIMEOUT_MS = 3_600_000;

/** What `dev` takes after so many runs. */
interface Sample {
  readonly runs: number;
  readonly residentKb: number;
  readonly files: number;
  readonly processes: number;
}

/** Reads what the system says about a process and its children. */
function sampleOf(pid: number, runs: number): Sample {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const children = readdirSync(`/proc/${pid}/task`).map((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim(),
  );

  return {
    runs,
    residentKb: Number(/^Rss: +(\d+)/m.exec(rollup)?.[1]),
    files: readdirSync(`/proc/${pid}/fd`).length,
    processes: children.flatMap((line) => (line === '' ? [] : line.split(' '))).length,
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Least squares of the resident memory over the runs, in kB a run. */
function slopeOf(samples: readonly Sample[]): number {
  const meanRuns = samples.reduce((sum, { runs }) => sum + runs, 0) / samples.length;
  const meanKb = samples.reduce((sum, { residentKb }) => sum + residentKb, 0) / samples.length;
  const [over, under] = samples.reduce(
    ([top, bottom], { runs, residentKb }) => [
      top + (runs - meanRuns) * (residentKb - meanKb),
      bottom + (runs - meanRuns) ** 2,
    ],
    [0, 0],
  );

  return over / under;
}

test(
  `dev takes as much memory after ${RUNS} runs as after ${WARM_RUNS}, and as many files and processes`,
  async () => {
    const { cwd, close } = await devProject(JOURNEYS);
    const dev = startDev(cwd, { stepMs: STEP_MS, fromMs: Date.now() });
    const count = { passed: 0, others: 0 };
    dev.stderr?.resume();
    if (dev.stdout === null || dev.pid === undefined) throw new Error('dev did not start');
    createInterface(dev.stdout).on('line', (line) => {
      const { outcome } = JSON.parse(line);
      if (outcome === 'passed') count.passed += 1;
      else if (outcome !== undefined) count.others += 1;
    });
    const samples: Sample[] = [];
    while (count.passed < RUNS && dev.exitCode === null) {
      await delay(SAMPLE_MS);
      samples.push(sampleOf(dev.pid, count.passed));
    }
    const exited = new Promise((resolve) => {
      dev.once('exit', resolve);
    });
    dev.kill('SIGTERM');
    await exited;
    await close();

    const span = 0.1 * RUNS;
    const early = samples.filter(({ runs }) => runs >= WARM_RUNS && runs < WARM_RUNS + span);
    const late = samples.filter(({ runs }) => runs >= RUNS - span);
    const [first, last] = [early, late].map((part) => ({
      residentMb: median(part.map(({ residentKb }) => residentKb)) / 1024,
      files: median(part.map(({ files }) => files)),
      processes: median(part.map(({ processes }) => processes)),
    }));
    if (first === undefined || last === undefined) throw new Error('there are no samples');
    const warm = samples.filter(({ runs }) => runs >= WARM_RUNS);
    process.stderr.write(
      `${count.passed} runs passed, ${count.others} others; resident ${first.residentMb.toFixed(0)} MB after ${WARM_RUNS} runs, ` +
        `${last.residentMb.toFixed(0)} MB at the end (${slopeOf(warm).toFixed(2)} kB a run); ` +
        `files ${first.files} and ${last.files}, processes ${first.processes} and ${last.processes}\n`,
    );
    expect(last.residentMb).toBeLessThan(first.residentMb * (1 + MAX_GROWTH));
    expect(last.files).toBeLessThan((1 + MAX_MORE) * first.files);
    expect(last.processes).toBeLessThan((1 + MAX_MORE) * first.processes);
  },
  TEST_TIMEOUT_MS,
);
