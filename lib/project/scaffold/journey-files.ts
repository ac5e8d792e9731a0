import { quoted, type Scaffold, type ScaffoldFile, type ScaffoldTarget } from './scaffold.ts';

type Site = Extract<ScaffoldTarget, { readonly kind: 'site' }>;

/** The journeys of a new project. */
export function journeyFiles({ kind, target }: Scaffold): readonly ScaffoldFile[] {
  const homepage = {
    path: 'journeys/homepage.journey.ts',
    text: target.kind === 'shop' ? SHOP_HOMEPAGE : siteHomepage(target),
    about: 'browser journey: the front page',
  };
  const health = {
    path: 'journeys/health.journey.ts',
    text: target.kind === 'shop' ? SHOP_HEALTH : siteHealth(target),
    about: 'API journey: a health check',
  };

  return [...(kind === 'api' ? [] : [homepage]), ...(kind === 'browser' ? [] : [health])];
}

const SHOP_HOMEPAGE = `import { browserJourney, every, expect } from 'waywiser';

export default browserJourney(
  'homepage',
  {
    description: 'Opens the front page and a product page.',
    schedule: every('5m'),
    // Largest Contentful Paint: https://web.dev/articles/lcp
    budgets: [{ metric: 'lcp', statistic: 'p75', max: '2.5s' }],
  },
  async ({ page, step }) => {
    await step('open the front page', async () => {
      await page.goto('/');
      await expect(page.getByRole('heading', { name: 'Shop' })).toBeVisible();
    });

    await step('open a product', async () => {
      await page.getByRole('link', { name: 'Brass theodolite' }).click();
      await expect(page.getByRole('button', { name: 'Add to cart' })).toBeVisible();
    });
  },
);
`;

const SHOP_HEALTH = `import { apiJourney, every, expect } from 'waywiser';

export default apiJourney(
  'health',
  {
    description: 'Checks the health endpoint of the shop.',
    schedule: every('5m'),
    timeout: '10s',
    budgets: [{ metric: 'wait', statistic: 'p95', max: '500ms' }],
  },
  async ({ http, step }) => {
    await step('check health', async () => {
      const response = await http.get('/api/health');

      expect(response.json()).toEqual({ status: 'ok' });
    });
  },
);
`;

function siteHomepage({ path }: Site): string {
  return `import { browserJourney, every, expect } from 'waywiser';

export default browserJourney(
  'homepage',
  {
    description: 'Opens the front page.',
    schedule: every('5m'),
    // Largest Contentful Paint: https://web.dev/articles/lcp
    budgets: [{ metric: 'lcp', statistic: 'p75', max: '2.5s' }],
  },
  async ({ page, step }) => {
    await step('open the front page', async () => {
      await page.goto(${quoted(path)});
      // Passes with any title. Better: check what visitors come for, such as
      // await expect(page.getByRole('heading', { name: 'Welcome' })).toBeVisible();
      await expect(page).toHaveTitle(/\\S/);
    });
  },
);
`;
}

function siteHealth({ path }: Site): string {
  return `import { apiJourney, every, expect } from 'waywiser';

export default apiJourney(
  'health',
  {
    description: 'Checks that the site answers.',
    schedule: every('5m'),
    timeout: '10s',
    budgets: [{ metric: 'wait', statistic: 'p95', max: '500ms' }],
  },
  async ({ http, step }) => {
    await step('check health', async () => {
      // Better: if the site has a health endpoint such as '/health', request that.
      const response = await http.get(${quoted(path)});

      expect(response.status).toBe(200);
    });
  },
);
`;
}
