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

/** A version, and words that only say "this is the API". */
const EMPTY_SEGMENT = /^(?:api|rest|v\d+|public|internal|services?|json|rpc)$/i;
/** Numbers, UUIDs, hashes, numbered names: what a path has in place of a name. */
const ID_SEGMENT = /^(?:\d+|[\da-f-]{16,}|(?=.*\d)[\w-]{6,}|[A-Z]+-\d+)$/i;
const SIGN_IN = /^(?:login|log-in|signin|sign-in|session|sessions|token|auth|authenticate|oauth)$/;
const SIGN_OUT = /^(?:logout|log-out|signout|sign-out)$/;

/** What a request is about. */
export interface Resource {
  /** As the path has it: `orders`. */
  readonly collection: string;
  /** `order`. */
  readonly item: string;
  /** Whether the path goes on to one of them. */
  readonly isItem: boolean;
}

/** What a path is about: its last segment that is a name. `{id}` and `:id` are none. */
export function resourceOf(path: string, knownIds: readonly string[] = []): Resource {
  const segments = path.split('/').filter((part) => part !== '' && !EMPTY_SEGMENT.test(part));
  const index = segments.findLastIndex(
    (part) => !/^[{:]/.test(part) && !isId(part) && !knownIds.includes(part),
  );
  const collection = wordsOf(segments[index] ?? '') || 'front page';

  return { collection, item: singular(collection), isItem: index < segments.length - 1 };
}

/** A key, too: no name tells it. */
function isId(segment: string): boolean {
  return ID_SEGMENT.test(segment) || isSecretValue(segment);
}

/** What a request does, in words for a step's name. */
export function requestName(
  method: string,
  path: string,
  knownIds: readonly string[] = [],
): string {
  const resource = resourceOf(path, knownIds);
  const last = kebabCase(resource.collection);
  if (method === 'POST' && SIGN_IN.test(last)) return 'sign in';
  if (SIGN_OUT.test(last)) return 'sign out';
  switch (method) {
    case 'GET':
    case 'HEAD':
      return resource.isItem ? `load the ${resource.item}` : `load the ${resource.collection}`;
    case 'POST':
      return postWords(resource);
    case 'DELETE':
      return `delete the ${resource.item}`;
    default:
      return `change the ${resource.item}`;
  }
}

function postWords({ collection, item, isItem }: Resource): string {
  if (isItem) return `post to the ${item}`;
  if (/^(?:cart|basket|wish ?list|list|queue)$/.test(collection)) return `add to the ${collection}`;
  if (item === collection) return `send the ${collection}`;

  return `create ${withArticle(item)}`;
}

/** `an order`, `a note`. */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** One of several, as far as the ending tells. */
export function singular(noun: string): string {
  if (/(?:ss|us|is|news)$/.test(noun)) return noun;
  if (noun.endsWith('ies')) return noun.replace(/ies$/, 'y');
  if (/(?:ches|shes|xes|sses)$/.test(noun)) return noun.replace(/es$/, '');

  return noun.replace(/s$/, '');
}

function wordsOf(segment: string): string {
  return kebabCase(segment.replace(/\.\w{1,5}$/, '')).replaceAll('-', ' ');
}
