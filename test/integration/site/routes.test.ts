import { EventEmitter, once } from 'node:events';
import { readCosts } from '../../../lib/core/dashboard/costs/read-costs.ts';
import { serverLinks } from '../../../lib/site/addresses.ts';
import { dashboardPorts, dashboardProject } from '../../support/dashboard-parts.ts';
import { runRecord } from '../../support/run-records.ts';
import { siteOf } from '../../support/served-site.ts';
import { faultsOf, POLICY } from '../../support/served-web.ts';
import { ask, type RawAnswer, readEvents } from '../../support/web-request.ts';

const HOSTILE = '<script>alert(1)</script>/..\u0000\u001B[31m\u202E"\'&';
const links = serverLinks();

/** Each as `status: what its main part says`. */
function wordsOf({ status, text }: RawAnswer): string {
  const main = /<main[^>]*>(.*)<\/main>/s.exec(text)?.[1] ?? '';

  return `${status}: ${main
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()}`;
}

describe('site()', () => {
  it('site() serves each page as HTML, and as JSON with .json', async () => {
    const run = runRecord();
    const { port } = await siteOf([run]);
    const paths = ['/overview', links.run(run) ?? '', '/compare', '/costs'];

    const pages = await Promise.all(paths.map((each) => ask(port, each)));
    const json = await Promise.all(paths.map((each) => ask(port, `${each}.json`)));

    expect(faultsOf()).toEqual([]);
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    for (const { headers, text } of pages) {
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      expect(headers['content-security-policy']).toBe(POLICY);
      expect(text).toContain('<link rel="stylesheet" href="/assets/style.css?v=v1" />');
      expect(text).toContain('<script src="/assets/app.js?v=v1" defer></script>');
      expect(text).toContain('data-live="/live"');
    }
    expect(json.map(({ text }) => JSON.parse(text).kind)).toEqual([
      'overview',
      'run',
      'compare',
      'costs',
    ]);
    expect(JSON.parse(json[1]?.text ?? '').record).toEqual(run);
    expect(json[0]?.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it('site() reads the range of the address', async () => {
    const asked: unknown[] = [];
    const { port } = await siteOf([], {
      source: {
        overview: async (range) => {
          asked.push(range);
          throw new Error('enough');
        },
      },
    });

    await ask(port, '/overview?last=1h');
    await ask(port, '/overview?from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z');

    const nowMs = Date.UTC(2026, 10, 23);
    expect(asked).toEqual([
      { fromMs: nowMs - 3_600_000, toMs: nowMs },
      { fromMs: Date.UTC(2026, 10, 1), toMs: Date.UTC(2026, 10, 2) },
    ]);
  });

  it('site() shows the problem, what was expected, and the nearest name', async () => {
    const { port } = await siteOf([runRecord()]);
    const run = links.run(runRecord({ journey: 'checkout', region: 'eu-west-9' }));
    const gone = links.run(runRecord({ scheduledAt: '2026-11-22T16:50:00.000Z' }));

    const answers = await Promise.all(
      [
        '/journeys/chekout',
        '/journeys/entirely-different',
        '/overvew',
        run ?? '',
        gone ?? '',
        '/runs/checkout/eu-west-1/nonsense',
        '/overview?last=soon',
        '/compare?journey=chekout',
      ].map((each) => ask(port, each)),
    );

    expect(answers.map(wordsOf)).toEqual([
      expect.stringMatching(
        /^404: .*Cannot find journey &quot;chekout&quot;.* Did you mean checkout \?/,
      ),
      expect.stringMatching(
        /^404: .*it is neither in the project nor in its history Go to the overview \.$/,
      ),
      expect.stringMatching(/^404: .*expected \/overview, .* Did you mean \/overview \?/),
      expect.stringContaining('it has runs in eu-west-1'),
      expect.stringContaining('it has expired or never existed'),
      expect.stringContaining('404: '),
      expect.stringMatching(
        /^400: .*Cannot read last &quot;soon&quot;.*expected a number and a unit/,
      ),
      expect.stringContaining('Did you mean checkout'),
    ]);
    expect(answers[0]?.text).toContain('<a href="/journeys/checkout">');
  });

  it('site() returns a problem as JSON', async () => {
    const { port } = await siteOf([runRecord()]);

    const answer = await ask(port, '/journeys/chekout.json?last=7d');

    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.text)).toEqual({
      problem: {
        status: 404,
        message: 'Cannot find journey "chekout": it is neither in the project nor in its history',
        nearest: { name: 'checkout', address: '/journeys/checkout' },
      },
    });
  });

  it('site() escapes hostile names', async () => {
    const run = runRecord({ journey: HOSTILE, region: HOSTILE });
    const { port } = await siteOf([run]);
    const paths = [
      links.run(run) ?? '',
      links.journey(`${HOSTILE}x`) ?? '',
      `/${encodeURIComponent(HOSTILE)}`,
      `/overview?last=${encodeURIComponent(HOSTILE)}`,
      `/compare?journey=${encodeURIComponent(HOSTILE)}`,
    ];

    const answers = await Promise.all(paths.map((each) => ask(port, each)));

    expect(answers.map(({ status }) => status)).toEqual([200, 404, 404, 400, 200]);
    for (const { text } of answers) {
      expect(text).not.toContain('<script>alert');
      for (const hidden of ['\u0000', '\u001B', '\u202E']) expect(text).not.toContain(hidden);
    }
    expect(faultsOf()).toEqual([]);
  });

  it('site() shows why the history cannot be read, and goes on', async () => {
    let isGone = true;
    const { port } = await siteOf([], {
      source: {
        costs: async () => {
          if (isGone) throw new Error('Cannot query runs: the table is throttled');
          return await Promise.reject(new Error('Cannot query runs: no credentials'));
        },
      },
    });

    const first = await ask(port, '/costs');
    isGone = false;
    const second = await ask(port, '/costs.json');
    const overview = await ask(port, '/overview');

    expect(wordsOf(first)).toContain(
      '503: Cannot read the history Cannot query runs: the table is throttled',
    );
    expect(first.text).not.toContain('routes.test.ts');
    expect(second.status).toBe(503);
    expect(JSON.parse(second.text).problem.message).toBe('Cannot query runs: no credentials');
    expect(overview.status).toBe(200);
    expect(faultsOf()).toEqual([]);
  });

  it('site() answers 503 with Retry-After after 20 s, and reads on', async () => {
    let reads = 0;
    const store = new EventEmitter();
    const { port, clock } = await siteOf([], {
      source: {
        costs: async () => {
          reads += 1;
          await once(store, 'read');
          return await readCosts(dashboardProject(), dashboardPorts());
        },
      },
    });

    const waiting = Promise.all([ask(port, '/costs'), ask(port, '/costs.json')]);
    const answered = waiting.then(() => true);
    while (!(await Promise.race([answered, clock.advance(1_000)]))) continue;
    const [page, json] = await waiting;
    store.emit('read');
    const again = await ask(port, '/costs');

    expect(wordsOf(page)).toContain(
      '503: Reading the history Reading the history takes longer than 20 s',
    );
    expect(page.headers).toMatchObject({ 'retry-after': '2', refresh: '2' });
    expect(json).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
    expect(json.headers).not.toHaveProperty('refresh');
    expect(JSON.parse(json.text).problem).toMatchObject({ retryAfterS: 2 });
    expect(again.status).toBe(200);
    expect(again.headers).not.toHaveProperty('refresh');
    expect(reads).toBe(1);
  });

  it('site() serves assets with an unlimited lifetime, and no other file', async () => {
    const { port } = await siteOf([]);

    const [style, script, ...others] = await Promise.all(
      [
        '/assets/style.css?v=v1',
        '/assets/app.js?v=v1',
        '/assets/..%2f..%2fpackage.json',
        '/assets/../package.json',
        '/assets/constructor',
      ].map((each) => ask(port, each)),
    );

    expect(style).toMatchObject({ status: 200, text: 'a { color: red }' });
    expect(style?.headers['content-type']).toBe('text/css; charset=utf-8');
    expect(script?.headers['cache-control']).toBe('private, max-age=31536000, immutable');
    expect(others.map(({ status }) => status)).toEqual([404, 404, 404]);
  });

  it('site() sends news to clients, and missed news after a reconnect', async () => {
    const { port, hub } = await siteOf([]);
    const first = await readEvents(port, { path: '/live' });
    await first.until('retry: 2000');

    hub.publish({ kind: 'run', record: runRecord() });
    await first.until('id: abc-1\n');
    first.close();
    hub.publish({ kind: 'run', record: runRecord({ journey: 'missed' }) });
    const second = await readEvents(port, { path: '/live', headers: { 'last-event-id': 'abc-1' } });

    expect(await second.until('id: abc-2\n')).toContain('"journey":"missed"');
    expect(second.text()).not.toContain('abc-1');
    second.close();
  });
});
