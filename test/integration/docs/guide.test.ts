import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readGuide } from '../../support/guide.ts';
import { loadDir, problemLines } from '../../support/project-dir.ts';
import { temporaryDir } from '../../support/temporary-dir.ts';

const FOLDER = 'examples/cookbook';
const guide = readGuide();

describe('docs/guide.md', () => {
  it('shows every journey of the cookbook', () => {
    const files = readdirSync(FOLDER).map((name) => `${FOLDER}/${name}`);

    expect(files).toHaveLength(12);
    expect(guide.journeys.map(({ file }) => file).toSorted()).toEqual(files.toSorted());
  });

  it.each(guide.journeys)('shows $file as it is', ({ file, code }) => {
    expect(code).toBe(readFileSync(file, 'utf8'));
  });

  it('shows journeys that are valid', async () => {
    const { path: cacheDir, remove } = await temporaryDir();

    const project = await loadDir(process.cwd(), { cacheDir, selection: [FOLDER] });
    await remove();

    expect(problemLines(project)).toEqual([]);
    expect(project.journeys.map(({ plan }) => `${plan.name}.journey.ts`)).toEqual(
      readdirSync(FOLDER).toSorted(),
    );
  });

  it('has one way to break each, and a value for each of their secrets', () => {
    const broken = guide.faults.map(({ journey }) => `${FOLDER}/${journey}.journey.ts`);
    const source = guide.journeys.map(({ code }) => code).join('\n');
    const named = [...source.matchAll(/secrets: \['([^']+)'\]/g)].map(([, name = '']) => name);

    expect(broken.toSorted()).toEqual(guide.journeys.map(({ file }) => file).toSorted());
    expect(Object.keys(guide.secrets).toSorted()).toEqual(
      [...new Set(named.map(variableOf))].toSorted(),
    );
  });

  it('says how many of the faults a status does not show', () => {
    const silent = guide.faults.filter(({ cause }) => cause === 'target.assertion');

    expect(silent).toHaveLength(7);
    expect(readFileSync(path.join('docs', 'guide.md'), 'utf8')).toContain(
      'Seven of the twelve faults',
    );
  });
});

function variableOf(name: string): string {
  return `WAYWISER_SECRET_${name.replaceAll(/\W/g, '_').toUpperCase()}`;
}
