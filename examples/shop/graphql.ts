import { CATALOGUE, type Product, searchCatalogue } from './catalogue.ts';
import { readJson, sendJson } from './exchange.ts';
import type { PartRoutes, PartVisit } from './part-visit.ts';

/** Selected fields of a query by name, with nested selections for objects. */
type Selection = Readonly<Record<string, readonly string[]>>;

const FIELDS: readonly string[] = Object.keys(CATALOGUE[0] ?? {}) satisfies string[];

/**
 * A GraphQL endpoint with the query `instruments(words: …) { fields }`, without fragments. Like
 * GraphQL servers in general, it always responds with 200 and reports problems in `errors`.
 */
export const GRAPHQL_ROUTES: PartRoutes = { 'POST /api/graphql': answerGraphql };

async function answerGraphql({ request, response, panel }: PartVisit): Promise<void> {
  const body = await readJson(request);
  const selection = typeof body?.['query'] === 'string' ? selectionOf(body['query']) : null;
  if (panel.isBroken('graphql')) sendErrors(response, 'The resolver "instruments" timed out');
  else if (selection?.['instruments'] === undefined) sendErrors(response, 'Cannot read the query');
  else answerInstruments(response, selection['instruments'], wordsOf(body?.['variables']));
}

function answerInstruments(
  response: PartVisit['response'],
  fields: readonly string[],
  words: string,
): void {
  const unknown = fields.find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) {
    sendErrors(response, `Cannot query field "${unknown}" on type "Instrument"`);

    return;
  }
  const instruments = searchCatalogue(words).map((product) => picked(product, fields));
  sendJson(response, 200, { data: { instruments } });
}

function sendErrors(response: PartVisit['response'], message: string): void {
  sendJson(response, 200, { data: null, errors: [{ message }] });
}

/** `query Name(…) { field(…) { a b } }` as `{ field: ['a', 'b'] }`; null for anything else. */
function selectionOf(query: string): Selection | null {
  const bare = query.replaceAll(/#.*$/gm, '').replaceAll(/\([^)]*\)/g, '');
  const [, outer] = /^\s*(?:query(?:\s+\w+)?\s*)?\{([^]*)\}\s*$/.exec(bare) ?? [];
  if (outer === undefined) return null;
  const fields = [...outer.matchAll(/(\w+)\s*\{([^{}]*)\}/g)];

  return Object.fromEntries(
    fields.map(([, name = '', inner = '']) => [name, inner.split(/[\s,]+/).filter(Boolean)]),
  );
}

function wordsOf(variables: unknown): string {
  const { words } = { words: '', ...(typeof variables === 'object' ? variables : {}) };

  return typeof words === 'string' ? words : '';
}

function picked(product: Product, fields: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(product).filter(([name]) => fields.includes(name)));
}
