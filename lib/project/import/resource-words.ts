import { kebabCase } from './names.ts';
import { isSecretValue } from './secret-signs.ts';

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
export function deedOf(method: string, path: string, knownIds: readonly string[] = []): string {
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
