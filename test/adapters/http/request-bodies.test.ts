import type { HttpFields, HttpRequestOptions } from '../../../lib/core/journey/http-api.ts';
import { failureOf, testSession } from '../../support/http-frame.ts';
import { startServer, type TestServer } from '../../support/http-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer(({ method, url, headers }, response, body) => {
    response.end(JSON.stringify({ method, url, headers, body }));
  });
});
afterAll(async () => server.close());

interface Echo {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface FieldsCase {
  readonly what: string;
  readonly given: HttpFields;
  readonly expected: string;
}

/** Options that the types refuse, as a journey in JavaScript passes them. */
function untyped(options: unknown): HttpRequestOptions {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the point of these tests
  return options as HttpRequestOptions;
}

async function sent(options: HttpRequestOptions): Promise<Echo> {
  const session = testSession({ baseUrl: server.origin });
  const response = await session.client.post('/echo', options);
  session.close();

  return response.json();
}

const FIELDS: readonly FieldsCase[] = [
  { what: 'a list', given: { a: ['1', 2, undefined, true], b: [] }, expected: 'a=1&a=2&a=true' },
  { what: 'undefined', given: { a: undefined, b: 'x' }, expected: 'b=x' },
  {
    what: 'numbers and booleans',
    given: { a: 1.5, b: false, c: 9n },
    expected: 'a=1.5&b=false&c=9',
  },
  { what: 'an empty text', given: { a: '' }, expected: 'a=' },
  {
    what: 'URLSearchParams',
    given: new URLSearchParams([
      ['a', '1'],
      ['a', '2'],
    ]),
    expected: 'a=1&a=2',
  },
  { what: 'a Map', given: new Map([['a', 1]]), expected: 'a=1' },
  {
    what: 'pairs',
    given: [
      ['a', 1],
      ['a', 2],
    ],
    expected: 'a=1&a=2',
  },
  { what: 'an inherited name', given: { constructor: 'x' }, expected: 'constructor=x' },
];

describe('fields', () => {
  it.each(FIELDS)('HttpClient.post() sends $what of a query', async ({ given, expected }) => {
    const { url } = await sent({ query: given });

    expect(url).toBe(`/echo?${expected}`);
  });

  it.each(FIELDS)('HttpClient.post() sends $what of a form', async ({ given, expected }) => {
    const { body, headers } = await sent({ form: given });

    expect(body).toBe(expected);
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded;charset=UTF-8');
  });

  it.each([
    ['null', { a: null }, /its query has null in "a"; expected a text, a number/],
    ['an object', { a: { b: 1 } }, /its query has an object in "a"/],
    [
      'a Date',
      { a: new Date(0) },
      /its query has a Date \(toISOString\(\) makes it a text\) in "a"/,
    ],
    ['a list within a list', { a: [['b']] }, /its query has a list within a list in "a"/],
    ['a list of texts', ['a'], /its query is a list, but not of pairs/],
    ['a text', 'a=1', /its query is a string; expected an object/],
  ])('HttpClient.get() fails as journey.exception with %s in a query', async (...given) => {
    const [, query, message] = given;
    const session = testSession({ baseUrl: server.origin });

    const failure = await failureOf(session.client.get('/', untyped({ query })));

    session.close();
    expect(failure.code).toBe('journey.exception');
    expect(failure.message).toMatch(message);
  });

  it.each([
    ['an object', { 'X-A': 7, 'x-b': undefined, 'user-agent': undefined }],
    ['Headers', new Headers([['X-A', '7']])],
  ])('HttpClient.post() sends headers of %s', async (_what, headers) => {
    const seen = await sent({ headers });

    expect(seen.headers).toMatchObject({ 'x-a': '7', 'user-agent': 'waywiser' });
    expect(seen.headers).not.toHaveProperty('x-b');
  });
});

describe('bodies of other kinds', () => {
  it('HttpClient.post() sends FormData as multipart/form-data, with its files', async () => {
    const form = new FormData();
    form.set('name', 'Kim');
    form.append('file', new Blob(['höllo'], { type: 'text/csv' }), 'a.csv');
    form.append('file', new File(['2'], 'b.bin'));

    const { body, headers } = await sent({ body: form });

    const parsed = await new Response(body, { headers }).formData();
    const files = await Promise.all(parsed.getAll('file').map(fileText));
    expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(headers['content-length']).toBe(String(Buffer.byteLength(body)));
    expect(parsed.get('name')).toBe('Kim');
    expect(files).toEqual(['a.csv text/csv höllo', 'b.bin application/octet-stream 2']);
  });

  it.each([
    ['a Blob', new Blob(['{}'], { type: 'application/json' }), '{}', 'application/json'],
    ['a Blob without a type', new Blob(['x']), 'x', undefined],
    ['an ArrayBuffer', new TextEncoder().encode('x').buffer, 'x', undefined],
    ['a DataView', new DataView(new TextEncoder().encode('xyz').buffer, 1), 'yz', undefined],
    [
      'URLSearchParams',
      new URLSearchParams({ a: '1 2' }),
      'a=1+2',
      'application/x-www-form-urlencoded;charset=UTF-8',
    ],
  ])('HttpClient.post() sends %s with its type', async (...given) => {
    const [, body, expected, type] = given;

    const seen = await sent({ body });

    expect(seen.body).toBe(expected);
    expect(seen.headers['content-type']).toBe(type);
  });

  it.each([
    [
      'an object',
      { body: { a: 1 } },
      /neither a text nor bytes \(it is object\); expected .* json or form/,
    ],
    ['null', { body: null }, /it is null/],
    ['a file in a form', { form: formWithFile() }, /its form has a file in "file"/],
    [
      'FormData with a content type of its own',
      { body: formWithFile(), headers: { 'Content-Type': 'multipart/form-data' } },
      /boundary that the client chooses; remove the header "content-type"/,
    ],
  ])('HttpClient.post() fails as journey.exception with %s', async (_what, options, message) => {
    const session = testSession({ baseUrl: server.origin });

    const failure = await failureOf(session.client.post('/', untyped(options)));

    session.close();
    expect(failure.code).toBe('journey.exception');
    expect(failure.message).toMatch(message);
  });
});

function formWithFile(): FormData {
  const form = new FormData();
  form.set('file', new Blob(['hi']), 'a.txt');

  return form;
}

async function fileText(entry: FormDataEntryValue): Promise<string> {
  if (typeof entry === 'string') return entry;

  return `${entry.name} ${entry.type} ${await entry.text()}`;
}
