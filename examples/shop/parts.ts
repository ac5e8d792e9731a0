import { ACCOUNT_ROUTES } from './account.ts';
import { answerReadingRoom } from './reading-room.ts';
import { FIELD_NOTES_ROUTES } from './field-notes.ts';
import { GIFT_ROUTES } from './gift-card.ts';
import { GRAPHQL_ROUTES } from './graphql.ts';
import { LIVE_ROUTES } from './live-stock.ts';
import { ONE_TIME_CODE_ROUTES } from './one-time-code.ts';
import type { PartRoutes, PartVisit } from './part-visit.ts';
import { SIGN_ON_ROUTES } from './single-sign-on.ts';
import { STOCK_ROUTES } from './stock-list.ts';

const ROUTES: PartRoutes = {
  ...ACCOUNT_ROUTES,
  ...SIGN_ON_ROUTES,
  ...FIELD_NOTES_ROUTES,
  ...GIFT_ROUTES,
  ...GRAPHQL_ROUTES,
  ...LIVE_ROUTES,
  ...ONE_TIME_CODE_ROUTES,
  ...STOCK_ROUTES,
};

/** Handles requests other than catalogue, cart and order; returns false for unknown paths. */
export async function answerPart(visit: PartVisit): Promise<boolean> {
  const { method, url } = { method: visit.request.method, url: visit.url };
  const handler = ROUTES[`${method} ${url.pathname}`];
  if (handler === undefined) return answerReadingRoom(visit);
  await handler(visit);

  return true;
}
