import { runRecord } from '../../support/run-records.ts';
import { siteOf } from '../../support/served-site.ts';
import { ask } from '../../support/web-request.ts';

describe('site()', () => {
  it.each(['/overview', '/journeys/checkout'])(
    'site() rejects a range in the future at %s',
    async (path) => {
      const { port } = await siteOf([runRecord()]);
      const query = 'from=2030-01-01T00:00:00Z&to=2030-02-01T00:00:00Z';

      const answer = await ask(port, `${path}.json?${query}`);

      expect(answer.status).toBe(400);
      expect(JSON.parse(answer.text).problem.message).toBe(
        'Cannot show the time from 2030-01-01T00:00:00.000Z: it is in the future; expected a start before 2026-11-23T00:00:00.000Z',
      );
    },
  );

  it('site() shows a journey without values of a metric in the range', async () => {
    const { port } = await siteOf([runRecord()]);
    const path = '/journeys/checkout';

    const [empty, typed] = await Promise.all([
      ask(port, `${path}?metric=lcp&last=1h`),
      ask(port, `${path}.json?metric=lpc`),
    ]);

    expect(empty.status).toBe(200);
    expect(empty.text).toContain('No timed run in this period has a value for lcp');
    expect(JSON.parse(typed.text).problem.message).toMatch(
      /^Cannot find metric "lpc" of journey "checkout" in this range; expected one of duration, /,
    );
  });
});
