import { CATALOGUE } from './catalogue.ts';
import { sendJson } from './exchange.ts';
import type { PartRoutes, PartVisit } from './part-visit.ts';

const PAGE_SIZE = 5;

/** The stock with pagination: each response has the cursor of the next page; the last one null. */
export const STOCK_ROUTES: PartRoutes = { 'GET /api/stock': answerStock };

function answerStock({ response, url, panel }: PartVisit): void {
  const start = placeOf(url.searchParams.get('cursor'));
  if (start === null) {
    sendJson(response, 400, { error: 'No such cursor' });

    return;
  }
  // Like a list whose order changes between pages.
  const shift = panel.isBroken('cursor') && start > 0 ? 1 : 0;
  const rows = CATALOGUE.slice(start - shift, start - shift + PAGE_SIZE);
  const end = start + PAGE_SIZE;
  const nextCursor = end < CATALOGUE.length ? cursorOf(end) : null;
  const items = rows.map(({ id, stock }) => ({ id, stock }));
  sendJson(response, 200, { items, total: CATALOGUE.length, nextCursor });
}

function cursorOf(place: number): string {
  return Buffer.from(`after ${place}`).toString('base64url');
}

function placeOf(cursor: string | null): number | null {
  if (cursor === null) return 0;
  const [, place] = /^after (\d+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];

  return place === undefined ? null : Number(place);
}
