import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { answerApi, DEMO_USER, placeOrder } from './api.ts';
import { cookieOf, readBody, readJson, redirect, sendHtml, sendJson } from './exchange.ts';
import { page } from './html.ts';
import { listen } from './listen.ts';
import { type ControlPanel, controlPanel } from './knobs.ts';
import {
  cartPage,
  cataloguePage,
  checkoutPage,
  loginPage,
  orderPage,
  panelPage,
  productPage,
  searchPage,
  searchResults,
} from './pages.ts';
import { openLiveStock } from './live-stock.ts';
import type { Page } from './part-visit.ts';
import { type Partner, partnerDesk } from './partner.ts';
import { answerPart } from './parts.ts';
import { pause } from './pause.ts';
import { heroPicture, productPicture } from './picture.ts';
import { productOf } from './catalogue.ts';
import { type Session, sessionList, type Sessions } from './sessions.ts';

/** Options of {@link startShop}. */
interface ShopOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Port of the partner. Default 0: any free port. */
  readonly partnerPort?: number;
  /** Certificate and key in PEM; with them the shop uses HTTPS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Default `speedUp` of drifts. Default: 1. */
  readonly timeScale?: number;
}

/** A running shop. */
export interface Shop {
  readonly url: string;
  /** URL of the partner (identity provider and card form), on another origin. */
  readonly partnerUrl: string;
  readonly panel: ControlPanel;
  close(): Promise<void>;
}

/** One request, its response, and the visitor. */
interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly panel: ControlPanel;
  readonly partner: Partner;
  readonly sessions: Sessions;
  readonly session: Session | null;
  readonly openSession: () => Session;
}

const HERO = heroPicture();

/** Starts the shop on the loopback address. */
export async function startShop(options: ShopOptions = {}): Promise<Shop> {
  const { port = 0, partnerPort = 0, timeScale = 1 } = options;
  const panel = controlPanel({ timeScale });
  const sessions = sessionList();
  const desk = partnerDesk(panel);
  const second = await listen(desk.listener, partnerPort, options);
  const partner = { url: second.url, redeem: desk.redeem };
  const first = await listen(
    (request, response) => {
      serve(request, response, { panel, partner, sessions }).catch((error: unknown) =>
        apologise(response, error),
      );
    },
    port,
    options,
  );
  first.server.on('upgrade', (request: IncomingMessage, socket: Duplex) =>
    openLiveStock(request, socket, panel),
  );

  return {
    url: first.url,
    partnerUrl: second.url,
    panel,
    close: async () => void (await Promise.all([first.close(), second.close()])),
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  shop: Pick<Visit, 'panel' | 'partner' | 'sessions'>,
): Promise<void> {
  const visit = enter(request, response, shop);
  const { pathname } = visit.url;
  const control = pathname.startsWith('/_control');
  if (!control) {
    shop.panel.leak();
    await pause(shop.panel.delayOf(pathname));
  }
  const failure = control ? null : shop.panel.errorOf(pathname);
  if (failure !== null) sendHtml(response, failure, `<h1>${failure}</h1><p>The shop is ill.</p>`);
  else await answer(visit);
}

/** Turns errors of handlers into responses, so that the server keeps running. */
function apologise(response: ServerResponse, error: unknown): void {
  const status = error instanceof RangeError ? 413 : 400;
  if (response.headersSent) {
    response.destroy();

    return;
  }
  // An unread rest of the body would block the next request of the connection.
  response.setHeader('connection', 'close');
  sendHtml(response, status, `<h1>${status}</h1><p>The shop does not understand.</p>`);
}

function enter(
  request: IncomingMessage,
  response: ServerResponse,
  { panel, partner, sessions }: Pick<Visit, 'panel' | 'partner' | 'sessions'>,
): Visit {
  const url = new URL(request.url ?? '/', 'http://shop.invalid');
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null;
  const session = sessions.find(bearer ?? cookieOf(request, 'session'));
  let opened = session;

  function openSession(): Session {
    if (opened !== null) return opened;
    opened = sessions.open();
    response.setHeader('set-cookie', `session=${opened.id}; Path=/; HttpOnly; SameSite=Lax`);

    return opened;
  }

  return { request, response, url, panel, partner, sessions, session, openSession };
}

async function answer(visit: Visit): Promise<void> {
  const { request, response, url } = visit;
  if (await answerPart({ ...visit, show: (shown) => sendPage(visit, shown) })) return;
  if (url.pathname.startsWith('/api/')) {
    await answerApi(visit);

    return;
  }
  if (url.pathname.startsWith('/pictures/')) {
    await sendPicture(visit);

    return;
  }
  const route = `${request.method} ${url.pathname}`;
  const product = /^GET \/products\/([\w-]+)$/.exec(route)?.[1];
  if (product !== undefined) {
    sendPage(visit, { title: 'Instrument', body: productPage(product, visit.panel.read()) });

    return;
  }
  const handler = ROUTES[route];
  if (handler === undefined) sendPage(visit, { title: 'Not found', body: null });
  else await handler(visit);
  response.end();
}

const ROUTES: Readonly<Record<string, (visit: Visit) => void | Promise<void>>> = {
  'GET /': (visit) => sendPage(visit, { title: 'Shop', body: cataloguePage(visit.panel.read()) }),
  'GET /search': (visit) =>
    sendPage(visit, { title: 'Search', body: searchPage(visit.url.searchParams.get('q') ?? '') }),
  'GET /search/results': ({ response, url }) =>
    sendJson(response, 200, searchResults(url.searchParams.get('q') ?? '')),
  'GET /cart': (visit) =>
    sendPage(visit, { title: 'Cart', body: cartPage(visit.openSession().cart) }),
  'GET /checkout': (visit) =>
    sendPage(visit, { title: 'Checkout', body: checkoutPage(visit.openSession().cart) }),
  'POST /checkout': async (visit) => {
    await readBody(visit.request);
    const session = visit.openSession();
    if (session.cart.size === 0) redirect(visit.response, '/cart');
    else redirect(visit.response, `/orders/latest?id=${placeOrder(session).id}`);
  },
  'GET /orders/latest': (visit) => {
    const order = visit.session?.orders.at(-1);
    sendPage(visit, { title: 'Thank you', body: order === undefined ? null : orderPage(order) });
  },
  'GET /login': (visit) => sendPage(visit, { title: 'Sign in', body: loginPage(null) }),
  'POST /login': signIn,
  'GET /_control': ({ response, panel }) => sendJson(response, 200, panel.read()),
  'DELETE /_control': ({ response, panel }) => sendJson(response, 200, panel.reset()),
  'POST /_control': turnKnobs,
  'GET /_control/panel': (visit) =>
    sendPage(visit, { title: 'Knobs', body: panelPage(visit.panel.read()) }),
};

async function signIn(visit: Visit): Promise<void> {
  const form = new URLSearchParams(await readBody(visit.request));
  const known = form.get('user') === DEMO_USER.name && form.get('password') === DEMO_USER.password;
  if (!known) {
    sendPage(visit, { title: 'Sign in', body: loginPage('Unknown user or password'), status: 401 });

    return;
  }
  visit.openSession().user = DEMO_USER.name;
  redirect(visit.response, '/');
}

async function turnKnobs({ request, response, panel }: Visit): Promise<void> {
  try {
    sendJson(response, 200, panel.turn(await readJson(request)));
  } catch (error) {
    sendJson(response, 400, { error: error instanceof Error ? error.message : String(error) });
  }
}

async function sendPicture({ response, url, panel }: Visit): Promise<void> {
  if (url.pathname === '/pictures/hero.png') {
    await pause(panel.read().slowImageMs);
    response.writeHead(200, { 'content-type': 'image/png', 'content-length': HERO.length });
    response.end(HERO);

    return;
  }
  const product = productOf(url.pathname.slice('/pictures/'.length).replace(/\.svg$/, ''));
  response.writeHead(product === null ? 404 : 200, { 'content-type': 'image/svg+xml' });
  response.end(product === null ? '' : productPicture(product.hue));
}

function sendPage(visit: Visit, { title, body, status = 200 }: Page): void {
  const { session, panel, response } = visit;
  const cartCount = [...(session?.cart.values() ?? [])].reduce((sum, each) => sum + each, 0);
  const frame = {
    title: `${title} · The Surveyor's Shop`,
    cartCount,
    user: session?.user ?? null,
    thirdParty: panel.read().thirdParty,
  };
  const missing = '<h1>Not found</h1><p>No such page on our map.</p>';
  sendHtml(response, body === null ? 404 : status, page(frame, body ?? missing));
}
