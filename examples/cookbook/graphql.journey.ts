import { apiJourney, every, expect } from 'waywiser';

const QUERY = `
  query Search($words: String!) {
    instruments(words: $words) { id name priceCents }
  }
`;

export default apiJourney(
  'graphql',
  {
    schedule: every('5m'),
    budgets: [{ metric: 'step:search', statistic: 'p95', max: '300ms' }],
  },
  async ({ http, step }) => {
    await step('search', async () => {
      const json = { query: QUERY, variables: { words: 'compass' } };
      const answer = (await http.post('/api/graphql', { json })).json();

      // GraphQL always answers 200: check the errors first, they contain the reason.
      expect(answer.errors ?? []).toEqual([]);
      expect(answer.data.instruments).toEqual([
        { id: 'field-compass', name: 'Field compass', priceCents: 5900 },
      ]);
    });
  },
);
