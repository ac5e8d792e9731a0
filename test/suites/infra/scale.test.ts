import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { temporaryDir } from '../../support/temporary-dir.ts';

const run = promisify(execFile);
const PROGRAM = path.resolve('test/suites/infra/synthesise-many.ts');
const ROUNDS = 3;
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MAX_RESOURCES = 500;
const MAX_BYTES = 1_000_000;
const DEADLINE_MS = 300_000;

interface Synthesis {
  readonly ms: number;
  readonly maxRssMb: number;
}

async function synthesise(count: number, outdir: string): Promise<Synthesis> {
  const args = ['--import', 'tsx', PROGRAM, String(count), outdir];
  const { stdout } = await run(process.execPath, args, { timeout: DEADLINE_MS });
  const synthesis: Synthesis = JSON.parse(stdout);

  return synthesis;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

interface TemplateSize {
  readonly file: string;
  readonly resources: number;
  readonly bytes: number;
}

function templatesIn(dir: string): readonly TemplateSize[] {
  return readdirSync(dir)
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => {
      const template: { readonly Resources: object } = JSON.parse(
        readFileSync(path.join(dir, file), 'utf8'),
      );
      const { size } = statSync(path.join(dir, file));
      return { file, resources: Object.keys(template.Resources).length, bytes: size };
    });
}

describe('a thousand journeys in five regions', () => {
  test(
    'every stack stays within its limits, and a journey costs no more than among a hundred',
    async () => {
      const { path: dir, remove } = await temporaryDir();
      const few: Synthesis[] = [];
      const many: Synthesis[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        few.push(await synthesise(100, path.join(dir, 'few')));
        many.push(await synthesise(1_000, path.join(dir, 'many')));
      }
      const templates = templatesIn(path.join(dir, 'many'));
      await remove();

      const fewMs = median(few.map(({ ms }) => ms)) / 100;
      const manyMs = median(many.map(({ ms }) => ms)) / 1_000;
      const most = Math.max(...templates.map(({ resources }) => resources));
      const largest = Math.max(...templates.map(({ bytes }) => bytes));
      const megabytes = median(many.map(({ maxRssMb }) => maxRssMb));
      process.stdout.write(
        `  1,000 journeys x 5 regions: ${manyMs.toFixed(1)} s, ${megabytes.toFixed(0)} MB; ` +
          `${templates.length} templates, at most ${most} resources and ${(largest / 1e6).toFixed(2)} MB; ` +
          `a journey takes ${manyMs.toFixed(1)} ms, among 100 ${fewMs.toFixed(1)} ms ` +
          `(ratio ${(manyMs / fewMs).toFixed(2)})\n`,
      );
      expect(templates.length).toBeGreaterThan(5 * 4);
      expect(most).toBeLessThan(MAX_RESOURCES);
      expect(largest).toBeLessThan(MAX_BYTES);
      expect(manyMs / fewMs).toBeLessThanOrEqual(1.3);
    },
    2 * ROUNDS * DEADLINE_MS,
  );
});
