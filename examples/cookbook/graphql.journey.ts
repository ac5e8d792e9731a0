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

      // GraphQL answers 200 whatever happens: look at the errors first, they say what went wrong.
      expect(answer.errors ?? []).toEqual([]);
      expect(answer.data.instruments).toEqual([
        { id: 'field-compass', name: 'Field compass', priceCents: 5900 },
      ]);
    });
  },
);
