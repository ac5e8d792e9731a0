import { apiJourney, every, expect } from 'waywiser';

interface StockPage {
  readonly items: readonly { readonly id: string; readonly stock: number }[];
  readonly total: number;
  readonly nextCursor: string | null;
}

/** Limit of pages, against cursors that form a loop. */
const MAX_PAGES = 20;

export default apiJourney('pagination', { schedule: every('10m') }, async ({ http, step }) => {
  await step('follow the cursors', async () => {
    const ids: string[] = [];
    let page: StockPage = (await http.get('/api/stock')).json();
    ids.push(...page.items.map(({ id }) => id));

    for (let pages = 1; page.nextCursor !== null; pages++) {
      expect(pages).toBeLessThan(MAX_PAGES);
      page = (await http.get('/api/stock', { query: { cursor: page.nextCursor } })).json();
      ids.push(...page.items.map(({ id }) => id));
    }

    expect(ids).toEqual([...new Set(ids)]);
    expect(ids).toHaveLength(page.total);
  });
});
