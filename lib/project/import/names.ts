import { isSecretValue } from './secret-signs.ts';

/** Journeys' names, as the validator takes them. */
const MAX_NAME = 40;
/** A step's name is read in a column; longer ones say too much. */
const MAX_STEP = 60;
/** What a function or variable of a journey cannot be called. */
const TAKEN = new Set(
  [
    'page context http step secret env log expect every apiJourney browserJourney response',
    'headers String Number break case catch class const continue debugger default delete do',
    'else enum export extends false finally for function if import in instanceof new null',
    'return super switch this throw true try typeof var void while with yield let static',
    'await async arguments eval interface package private protected public undefined',
    'implements',
  ].flatMap((line) => line.split(' ')),
);

/** A text as a journey's name: `The Surveyor's Shop` → `the-surveyors-shop`; null: nothing is left. */
export function journeyNameOf(words: string): string | null {
  const name = kebabCase(words).slice(0, MAX_NAME).replace(/-+$/, '');

  return name === '' ? null : name;
}

/** A journey's name after a host; after the path where the host is a number or this machine. */
export function hostNameOf(url: URL): string | null {
  const isNameless = /^[\d.]+$|:|^localhost$/.test(url.hostname);
  const words = isNameless ? pathWords(url) : url.hostname;

  return journeyNameOf(words.replace(/^www\./, '')) ?? (isNameless ? 'front-page' : null);
}

function pathWords({ pathname }: URL): string {
  const parts = pathname.replace(/^\/api(?=\/)/, '').split('/');

  return parts.filter((part) => !isSecretValue(part)).join('/');
}

/** Words in lower case with `-` between them. */
export function kebabCase(words: string): string {
  return words
    .normalize('NFKD')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/['’]|\p{M}/gu, '')
    .replaceAll(/[^a-z\d]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}

/** Words as a variable's name that nothing has yet. */
export function variableName(words: string, taken: ReadonlySet<string>): string {
  const parts = kebabCase(words).split('-');
  const camel = parts.map((part, index) => (index === 0 ? part : capitalised(part))).join('');
  const name = /^[a-z]/.test(camel) ? camel : `value${capitalised(camel)}`;

  return firstFree(name, (each) => !TAKEN.has(each) && !taken.has(each));
}

/** A function's name for each step, none of which is taken. */
export function functionNames(
  steps: readonly string[],
  taken: readonly string[],
): readonly string[] {
  const names: string[] = [];
  for (const step of steps) names.push(variableName(step, new Set([...taken, ...names])));

  return names;
}

/** Steps' names, short and each only once. */
export function stepNames(wanted: readonly string[]): readonly string[] {
  const names: string[] = [];
  for (const each of wanted) {
    const short = shortened(each);
    names.push(nthName(short, (name) => !names.includes(name)));
  }

  return names;
}

function nthName(name: string, isFree: (name: string) => boolean): string {
  if (isFree(name)) return name;
  if (isFree(`${name} again`)) return `${name} again`;
  let time = 3;
  while (!isFree(`${name}, time ${time}`)) time += 1;

  return `${name}, time ${time}`;
}

function shortened(words: string): string {
  const clean = words.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
  if (clean.length <= MAX_STEP) return clean === '' ? 'go on' : clean;
  const cut = clean.slice(0, MAX_STEP);
  const lastSpace = cut.lastIndexOf(' ');

  return (lastSpace > MAX_STEP / 2 ? cut.slice(0, lastSpace) : cut).toWellFormed();
}

function firstFree(name: string, isFree: (name: string) => boolean): string {
  if (isFree(name)) return name;
  let number = 2;
  while (!isFree(`${name}${number}`)) number += 1;

  return `${name}${number}`;
}

function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
