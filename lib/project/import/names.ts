import { isSecretValue } from './secret-signs.ts';

/** Limit of a journey's name, in characters, as `validate` enforces it. */
const MAX_NAME = 40;
/** Limit of a step's name, in characters: step names are shown in columns. */
const MAX_STEP = 60;
/** Names that a function or variable of a journey cannot have. */
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

/** A journey's name made from a text: `The Surveyor's Shop` → `the-surveyors-shop`; null: nothing is left. */
export function journeyNameOf(words: string): string | null {
  const name = kebabCase(words).slice(0, MAX_NAME).replace(/-+$/, '');

  return name === '' ? null : name;
}

/** A journey's name made from a URL: its host, or its path where the host is an IP address or localhost. */
export function hostNameOf(url: URL): string | null {
  const isNameless = /^[\d.]+$|:|^localhost$/.test(url.hostname);
  const words = isNameless ? pathWords(url) : url.hostname;

  return journeyNameOf(words.replace(/^www\./, '')) ?? (isNameless ? 'front-page' : null);
}

function pathWords({ pathname }: URL): string {
  const parts = pathname.replace(/^\/api(?=\/)/, '').split('/');

  return parts.filter((part) => !isSecretValue(part)).join('/');
}

/** A text in kebab case: lower-case ASCII letters and digits with `-` between words. */
export function kebabCase(words: string): string {
  return words
    .normalize('NFKD')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/['’]|\p{M}/gu, '')
    .replaceAll(/[^a-z\d]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}

/** A text as a camel-case variable name that is not taken yet. */
export function variableName(words: string, taken: ReadonlySet<string>): string {
  const parts = kebabCase(words).split('-');
  const camel = parts.map((part, index) => (index === 0 ? part : capitalised(part))).join('');
  const name = /^[a-z]/.test(camel) ? camel : `value${capitalised(camel)}`;

  return firstFree(name, (each) => !TAKEN.has(each) && !taken.has(each));
}

/** A function name for each step, none of them taken or used twice. */
export function functionNames(
  steps: readonly string[],
  taken: readonly string[],
): readonly string[] {
  const names: string[] = [];
  for (const step of steps) names.push(variableName(step, new Set([...taken, ...names])));

  return names;
}

/** Step names cut to the limit and made unique. */
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

/** Path segments that name no resource: versions and words such as `api`. */
const EMPTY_SEGMENT = /^(?:api|rest|v\d+|public|internal|services?|json|rpc)$/i;
/** Path segments that are ids: numbers, UUIDs, hashes, numbered names. */
const ID_SEGMENT = /^(?:\d+|[\da-f-]{16,}|(?=.*\d)[\w-]{6,}|[A-Z]+-\d+)$/i;
const SIGN_IN = /^(?:login|log-in|signin|sign-in|session|sessions|token|auth|authenticate|oauth)$/;
const SIGN_OUT = /^(?:logout|log-out|signout|sign-out)$/;

/** The resource that a path addresses. */
interface Resource {
  /** Its name in the path: `orders`. */
  readonly collection: string;
  /** Its singular: `order`. */
  readonly item: string;
  /** Whether the path addresses one item of the collection. */
  readonly isItem: boolean;
}

/** The resource of a path: its last segment that is not an id or a placeholder (`{id}`, `:id`). */
export function resourceOf(path: string, knownIds: readonly string[] = []): Resource {
  const segments = path.split('/').filter((part) => part !== '' && !EMPTY_SEGMENT.test(part));
  const index = segments.findLastIndex(
    (part) => !/^[{:]/.test(part) && !isId(part) && !knownIds.includes(part),
  );
  const collection = wordsOf(segments[index] ?? '') || 'front page';

  return { collection, item: singular(collection), isItem: index < segments.length - 1 };
}

/** Keys are ids, too. */
function isId(segment: string): boolean {
  return ID_SEGMENT.test(segment) || isSecretValue(segment);
}

/** A step's name for a request, such as `create an order`. */
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

/** A noun with its article: `an order`, `a note`. */
function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** The singular of an English noun, guessed from its ending. */
function singular(noun: string): string {
  if (/(?:ss|us|is|news)$/.test(noun)) return noun;
  if (noun.endsWith('ies')) return noun.replace(/ies$/, 'y');
  if (/(?:ches|shes|xes|sses)$/.test(noun)) return noun.replace(/es$/, '');

  return noun.replace(/s$/, '');
}

function wordsOf(segment: string): string {
  return kebabCase(segment.replace(/\.\w{1,5}$/, '')).replaceAll('-', ' ');
}
