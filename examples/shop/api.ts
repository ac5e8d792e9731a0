import type { IncomingMessage, ServerResponse } from 'node:http';
import { CATALOGUE, productOf, searchCatalogue } from './catalogue.ts';
import { readJson, sendJson } from './exchange.ts';
import { totalCents } from './pages.ts';
import type { Session, Sessions } from './sessions.ts';

const PAGE_SIZE = 5;
/** The only user of the demo; these credentials protect nothing. */
export const DEMO_USER = { name: 'ada', password: 'chain-and-compass' } as const;

/** One API call and its visitor. */
interface ApiCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** User of the cookie or bearer token; null: not signed in. */
  readonly session: Session | null;
  /** The visitor's session; creates one and sets its cookie if there is none. */
  readonly openSession: () => Session;
  readonly sessions: Sessions;
}

/** Handles a request to `/api/…`. */
export async function answerApi(call: ApiCall): Promise<void> {
  const { request, response, url } = call;
  const route = `${request.method} ${url.pathname}`;
  const product = /^GET \/api\/products\/([\w-]+)$/.exec(route)?.[1];
  if (product !== undefined) {
    answerProduct(response, product);

    return;
  }
  const answer = ROUTES[route];
  if (answer === undefined) sendJson(response, 404, { error: `No route ${route}` });
  else await answer(call);
}

const ROUTES: Readonly<Record<string, (call: ApiCall) => void | Promise<void>>> = {
  'GET /api/health': ({ response }) => sendJson(response, 200, { status: 'ok' }),
  'GET /api/products': answerProducts,
  'POST /api/login': answerLogin,
  'GET /api/cart': (call) => sendJson(call.response, 200, cartOf(call.openSession())),
  'POST /api/cart': answerAdd,
  'POST /api/orders': answerOrder,
  'GET /api/orders': ({ response, session }) => {
    if (session?.user === undefined || session.user === null) refuse(response);
    else sendJson(response, 200, { orders: session.orders });
  },
};

function answerProducts({ response, url }: ApiCall): void {
  const words = url.searchParams.get('q');
  const all = words === null ? CATALOGUE : searchCatalogue(words);
  const pages = Math.max(1, Math.ceil(all.length / PAGE_SIZE));
  const wanted = Number(url.searchParams.get('page') ?? 1);
  const page = Number.isInteger(wanted) ? Math.min(pages, Math.max(1, wanted)) : 1;
  const items = all.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  const next = page < pages ? `/api/products?page=${page + 1}` : null;
  sendJson(response, 200, { items, page, pages, total: all.length, next });
}

function answerProduct(response: ServerResponse, id: string): void {
  const product = productOf(id);
  if (product === null) sendJson(response, 404, { error: `No product ${id}` });
  else sendJson(response, 200, product);
}

async function answerLogin({ request, response, sessions }: ApiCall): Promise<void> {
  const body = await readJson(request);
  if (body?.['user'] !== DEMO_USER.name || body['password'] !== DEMO_USER.password) {
    refuse(response);

    return;
  }
  const session = sessions.open(DEMO_USER.name);
  sendJson(response, 200, { token: session.id, user: session.user });
}

async function answerAdd(call: ApiCall): Promise<void> {
  const body = await readJson(call.request);
  const { id, quantity = 1 } = body ?? {};
  const product = typeof id === 'string' ? productOf(id) : null;
  if (product === null || typeof quantity !== 'number' || quantity < 1) {
    sendJson(call.response, 400, { error: 'Expected { id, quantity }' });

    return;
  }
  const session = call.openSession();
  session.cart.set(product.id, (session.cart.get(product.id) ?? 0) + Math.floor(quantity));
  sendJson(call.response, 200, cartOf(session));
}

function answerOrder({ response, session }: ApiCall): void {
  if (session === null || session.user === null) {
    refuse(response);

    return;
  }
  if (session.cart.size === 0) sendJson(response, 409, { error: 'The cart is empty' });
  else sendJson(response, 201, placeOrder(session));
}

/** Places an order with the contents of a visitor's cart. */
export function placeOrder(session: Session): Session['orders'][number] {
  const order = {
    id: `S-${(session.orders.length + 1001).toString()}`,
    totalCents: totalCents(session.cart),
    items: [...session.cart].map(([id, quantity]) => ({ id, quantity })),
  };
  session.orders.push(order);
  session.cart.clear();

  return order;
}

function cartOf(session: Session): unknown {
  const items = [...session.cart].map(([id, quantity]) => ({ id, quantity }));
  const count = items.reduce((sum, { quantity }) => sum + quantity, 0);

  return { items, count, totalCents: totalCents(session.cart) };
}

function refuse(response: ServerResponse): void {
  sendJson(response, 401, { error: 'Unknown user or password' });
}
