import { type ApiRequest, notRepeatable, requestCall, sharedHeaders } from '../api-request.ts';
import {
  call,
  chained as chainedCall,
  type Expression,
  literal,
  property,
  reference,
} from '../expression.ts';
import { type Imported, type ImportOptions, urlFrame } from '../imported.ts';
import { BLANK, type Part, plain, type Statement, type Variable } from '../journey-model.ts';
import { secretVault, type Vault, withoutSecrets } from '../lift-secrets.ts';
import { hostNameOf, resourceOf, stepNames, variableName } from '../names.ts';
import { regexText } from '../print-code.ts';
import { ImportProblem, type Source } from '../read-source.ts';
import { chooseExchanges, type HarExchange, type Pair, readArchive } from './archive.ts';
import { type Chained, chainedValues, sentValues } from './chain.ts';
import { type ExchangeGroup, groupExchanges } from './steps.ts';
import { exchangeChecks, type ExchangeContext, exchangeRequest } from './write-exchange.ts';

/** A chained value and the variable that holds it in the journey. */
type Held = Chained & { readonly variable: Variable };

/** Turns an HTTP archive into an API journey of its pages and calls. */
export function importHar(source: Source, options: ImportOptions): Imported {
  const { kept, leftOut } = chooseExchanges(readArchive(source));
  const [first] = kept;
  if (first === undefined) {
    throw new ImportProblem(
      `Cannot make a journey of ${source.label}: it has no page and no API call with a response`,
    );
  }
  const name = options.name ?? hostNameOf(first.url) ?? 'recording';
  const frame = urlFrame(first.url.origin, options.baseUrls);
  const vault = secretVault(name);
  const story = {
    exchanges: kept,
    firstSent: firstSentIn(kept),
    held: heldValues(kept),
    vault,
    origin: frame.origin,
  };
  const parts = partsOf(story);
  const cookies = cookieNote(kept);
  const left = leftOut.length === 0 ? [] : [`Left out of the archive: ${leftOut.join(', ')}.`];
  const model = withoutSecrets(
    {
      kind: 'api',
      name,
      description: `The requests of ${first.url.host}, recorded in a browser.`,
      options: [...frame.options, ...notRepeatable(kept.map(({ method }) => method))],
      secrets: [],
      comments: [...left, ...cookies],
      parts,
    },
    vault,
  );
  const notes = [...left, ...cookies].map((note) => vault.redact(note));

  return { model, secrets: vault.found, notes };
}

interface Story {
  readonly exchanges: readonly HarExchange[];
  /** Value to index of the first exchange that sent it. */
  readonly firstSent: ReadonlyMap<string, number>;
  readonly held: readonly Held[];
  readonly vault: Vault;
  readonly origin: string | null;
}

function firstSentIn(exchanges: readonly HarExchange[]): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const [index, exchange] of exchanges.entries()) {
    for (const value of sentValues(exchange)) if (!first.has(value)) first.set(value, index);
  }

  return first;
}

function heldValues(exchanges: readonly HarExchange[]): readonly Held[] {
  const taken = new Set<string>();

  return chainedValues(exchanges).map((each) => {
    const name = variableName(wordsOf(each, exchanges), taken);
    taken.add(name);

    return { ...each, variable: { name, type: each.type } };
  });
}

/** Variable name for a value: its key, or for keys such as `id` the resource and the key. */
function wordsOf({ source, from }: Chained, exchanges: readonly HarExchange[]): string {
  if (source.kind === 'field') return source.name;
  const key = source.path.findLast((part) => !/^\d+$/.test(part)) ?? 'value';
  if (!/^(?:id|uuid|key|code|slug|number|ref)$/i.test(key)) return key;

  return `${resourceOf(exchanges[from]?.url.pathname ?? '').item} ${key}`;
}

/** A note on cookies that were set before the recording: a journey starts without cookies. */
function cookieNote(exchanges: readonly HarExchange[]): readonly string[] {
  const set = new Set<string>();
  const unknown = new Set<string>();
  for (const { headers, responseHeaders } of exchanges) {
    for (const name of cookieNames(headers, 'cookie', /;\s*/)) {
      if (!set.has(name)) unknown.add(name);
    }
    for (const name of cookieNames(responseHeaders, 'set-cookie', '\n')) set.add(name);
  }
  if (unknown.size === 0) return [];
  const names = [...unknown].map((name) => `"${name}"`).join(', ');

  return [
    `The browser already had cookies when the recording started (${names}). The journey starts without them, so it may have to sign in first.`,
  ];
}

function cookieNames(
  headers: readonly Pair[],
  header: string,
  separator: string | RegExp,
): readonly string[] {
  return headers
    .filter(([name]) => name === header)
    .flatMap(([, value]) => value.split(separator))
    .map((cookie) => cookie.split('=')[0]?.trim() ?? '')
    .filter((name) => name !== '');
}

function partsOf(story: Story): readonly Part[] {
  const groups = groupExchanges(story.exchanges, story.held);
  const names = stepNames(groups.map(({ name }) => story.vault.redact(name)));
  const requests = story.exchanges.map((exchange, index) =>
    exchangeRequest(exchange, contextAt(index, story)),
  );
  const { constants, shared } = sharedHeaders(requests);

  return groups.flatMap((group, at) => {
    const before = constants.filter(({ before: index }) => group.indices.includes(index));
    const step = stepOf({ ...group, name: names[at] ?? group.name }, shared, story);

    return [...before.map(({ part }) => part), step];
  });
}

function contextAt(index: number, { firstSent, held, vault, origin }: Story): ExchangeContext {
  const ready = held.filter(({ from }) => from < index);

  return {
    origin,
    vault,
    wasSent: (value) => (firstSent.get(value) ?? Infinity) <= index,
    variableFor: (value) => ready.find((each) => each.value === value)?.variable.name ?? null,
  };
}

function stepOf(group: ExchangeGroup, requests: readonly ApiRequest[], story: Story): Part {
  const { indices, name } = group;
  const given = story.held.filter(({ from }) => indices.includes(from));
  const names = responseNames(group, story);
  const statements = indices.flatMap((index, at) => {
    const exchange = story.exchanges[index];
    const request = requests[index];
    if (exchange === undefined || request === undefined) return [];
    const response = names[at] ?? 'response';
    const checks = exchangeChecks(exchange, reference(response), contextAt(index, story));

    return exchangeStatements({ request, response, checks, isFirst: at === 0 });
  });
  const gives = given.map(({ variable, source, from }) => ({
    ...variable,
    value: givenValue(source, names[indices.indexOf(from)] ?? 'response', variable),
  }));

  return { kind: 'step', name, statements, gives };
}

function responseNames({ indices }: ExchangeGroup, { exchanges, held }: Story): readonly string[] {
  if (indices.length === 1) return ['response'];
  const names = new Set(held.map(({ variable }) => variable.name));

  return indices.map((index) => {
    const { collection } = resourceOf(exchanges[index]?.url.pathname ?? '');
    const name = variableName(collection, names);
    names.add(name);

    return name;
  });
}

function exchangeStatements(about: {
  readonly request: ApiRequest;
  readonly response: string;
  readonly checks: readonly Expression[];
  readonly isFirst: boolean;
}): readonly Statement[] {
  const { request, response, checks, isFirst } = about;

  return [
    ...(isFirst ? [] : [BLANK]),
    { kind: 'code', before: `const ${response} = await `, expression: requestCall(request) },
    BLANK,
    ...checks.map(plain),
  ];
}

function givenValue(source: Chained['source'], response: string, { type }: Variable): Expression {
  const cast = type === 'number' ? 'Number' : 'String';
  const subject = reference(response);
  if (source.kind === 'json') {
    const json = chainedCall(subject, 'json');

    return call(
      cast,
      source.path.reduce<Expression>((each, key) => property(each, key), json),
    );
  }
  const pattern = `/name="${regexText(source.name)}" value="([^"]+)"/`;

  return call(cast, literal(`${pattern}.exec(${response}.text())?.[1]`));
}
