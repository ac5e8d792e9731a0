import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { calibratedIn } from '../../scripts/statistics/false-alarms.ts';
import { FOLDER, statisticsFigures, withFigures } from '../../scripts/statistics/figures.ts';

const PAGE = 'docs/statistics.md';
const figures = statisticsFigures();

function saved(name: string): string {
  return readFileSync(path.join('docs', FOLDER, name), 'utf8');
}

describe('docs/statistics.md', () => {
  it.each(figures)('shows $name as scripts/statistics.ts draws it', ({ name, svg }) => {
    expect(svg).toBe(saved(`${name}.svg`));
  });

  it('has every picture with what it shows in numbers, and no other', () => {
    const page = readFileSync(PAGE, 'utf8');
    const marked = [...page.matchAll(/<!-- figure:([\w-]+) -->/g)].map(([, name = '']) => name);

    expect(page).toBe(withFigures(page, figures));
    expect(marked.toSorted()).toEqual(figures.map(({ name }) => name).toSorted());
    expect(readdirSync(path.join('docs', FOLDER)).toSorted()).toEqual(
      figures.map(({ name }) => `${name}.svg`).toSorted(),
    );
  });

  it('draws pictures that load nothing and run nothing', () => {
    for (const { svg } of figures) {
      expect(svg).not.toMatch(/<script|<image|<use|href=|url\(|\bon\w+=/);
      expect(svg.match(/NaN|Infinity|undefined/)).toBeNull();
    }
  });

  it('takes false alarms from the table of docs/trends.md', () => {
    const calibrated = calibratedIn(readFileSync('docs/trends.md', 'utf8'));

    expect(calibrated).toHaveLength(4);
    expect(calibrated.at(-1)).toEqual({
      noise: 'noise that is correlated over three days',
      drift: expect.any(Number),
      plain: expect.any(Number),
    });
  });
});
