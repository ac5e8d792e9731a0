import { apiJourney, every, expect } from 'waywiser';

interface CataloguePage {
  readonly items: readonly { readonly id: string }[];
  readonly total: number;
  readonly next: string | null;
}

export default apiJourney(
  'api-catalogue',
  { description: 'Requests all pages of the catalogue and one product.', schedule: every('1m') },
  async ({ http, step }) => {
    const ids: string[] = [];

    await step('turn all pages', async () => {
      for (let next: string | null = '/api/products'; next !== null;) {
        const page: CataloguePage = (await http.get(next)).json();
        ids.push(...page.items.map((item) => item.id));
        next = page.next;
        if (next === null) expect(ids).toHaveLength(page.total);
      }
    });

    await step('view a product', async () => {
      const response = await http.get(`/api/products/${ids.at(-1)}`);

      expect(response.json()).toMatchObject({ id: ids.at(-1), stock: expect.any(Number) });
    });
  },
);
