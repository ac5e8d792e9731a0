import { type AttemptedBodies, attemptedBodies } from '../../support/attempted-bodies.ts';
import { type PageServer, startPages } from '../../support/page-server.ts';

/** The question to which the answer is that the order is shipped. */
const SHIPPED_AT = 3;

let pages: PageServer;
let bodies: AttemptedBodies;
let asked = 0;

beforeAll(async () => {
  pages = await startPages({
    '/order': (_request, response) => {
      asked += 1;
      response.statusCode = asked < SHIPPED_AT ? 404 : 200;
      response.end('shipped');
    },
  });
  bodies = attemptedBodies('api', () => pages.origin);
});

beforeEach(() => {
  asked = 0;
});

afterAll(async () => {
  await bodies.dispose();
  await pages.close();
});

const ASK = `async () => { const { status, text } = await http.get('/order', { allowStatus: [404] }); return status === 200 && text(); }`;

test('until() is one step of the run, with the time that was waited', async () => {
  const result = await bodies.run(
    `expect(await until('shipped', ${ASK}, { interval: '200ms' })).toBe('shipped');`,
  );

  expect(result).toMatchObject({ outcome: 'passed', checks: 1 });
  expect(result.steps).toMatchObject([{ name: 'shipped', outcome: 'passed' }]);
  expect(result.steps[0]?.durationMs).toBeGreaterThanOrEqual(2 * 199);
  expect(result.requests.map(({ status, step }) => [status, step])).toEqual([
    [404, 'shipped'],
    [404, 'shipped'],
    [200, 'shipped'],
  ]);
});

test('until() fails as target.timeout with its own message, before the run is out of time', async () => {
  const body = `await until('paid', async () => { await http.get('/order', { allowStatus: [404] }); return null; });`;

  const result = await bodies.run(body, 2_500);

  expect(result).toMatchObject({ outcome: 'failed', cause: 'target.timeout' });
  expect(result.error).toMatchObject({
    message: expect.stringMatching(
      /^Waited [\d.]+ s for "paid" in vain: asked \d times, and the last answer was null$/,
    ),
    step: 'paid',
  });
});

test('until() that is not awaited is a mistake', async () => {
  const result = await bodies.run(
    `until('shipped', ${ASK}, { interval: '50ms' }); expect(1).toBe(1);`,
  );

  expect(result).toMatchObject({ outcome: 'passed' });
  expect(result.log.map(({ text }) => text).join()).toContain('until "shipped" was begun at');
});
