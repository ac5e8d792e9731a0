import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../../core/journey/problem.ts';
import { type OptionPlaces, optionPlaces, type OptionTarget } from './option-places.ts';

/** Gives problems that name a file, but no line, the place of their option in it. */
export function locateProblems(problems: readonly Problem[], cwd: string): readonly Problem[] {
  const sources = new Map<string, OptionPlaces>();

  function placesIn(file: string): OptionPlaces {
    const places = sources.get(file) ?? optionPlaces(readFileSync(path.resolve(cwd, file), 'utf8'));
    sources.set(file, places);

    return places;
  }

  return problems.map((problem) => {
    if (problem.file === null || problem.line !== null) return problem;
    const place = placesIn(problem.file).of(targetOf(problem.path));

    return { ...problem, line: place?.line ?? 1, column: place?.column ?? 1 };
  });
}

function targetOf(option: string | null): OptionTarget {
  if (option === 'name') return { root: 'name', path: [], part: 'value' };
  const keys = option?.match(/[^.[\]]+/g) ?? [];

  return {
    root: 'options',
    path: keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key)),
    part: 'value',
  };
}
