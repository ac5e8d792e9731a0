import { importCurl } from '../../../lib/project/import/curl/import-curl.ts';
import { writeJourney } from '../../../lib/project/import/write-journey.ts';

function made(text: string) {
  const options = { name: 'shop', baseUrls: ['https://shop.example'], operations: [], tags: [] };
  const { model, notes, secrets } = importCurl({ label: 'typed', text }, options);

  return { code: writeJourney(model), notes, secrets };
}

test.each([
  ['curl https://shop.example/a', "http.get('/a')"],
  ['curl shop.example', "baseUrl: 'http://shop.example'"],
  ["curl -X DELETE 'https://shop.example/a'", "http.delete('/a')"],
  ['curl -XPUT https://shop.example/a -d x=1', "http.put('/a', { form: { x: '1' } })"],
  ['curl -I https://shop.example/a', "http.head('/a')"],
  [
    'curl https://shop.example/a -d x=1 --data-raw y=2',
    "http.post('/a', { form: { x: '1', y: '2' } })",
  ],
  [
    "curl https://shop.example/a --data-urlencode 'q=a b&c'",
    "http.post('/a', { form: { q: 'a b&c' } })",
  ],
  ['curl -G https://shop.example/a -d q=lamp', "http.get('/a?q=lamp')"],
  ['curl https://shop.example/a --json \'{"n":1}\'', "http.post('/a', { json: { n: 1 } })"],
  [
    "curl https://shop.example/a -H 'Content-Type: application/json' -d '[1, \"x\"]'",
    "http.post('/a', { json: [1, 'x'] })",
  ],
  [
    String.raw`curl https://shop.example/a --data-raw $'{"say":"it\'s\\n\u00fc"}'`,
    String.raw`say: "it's\nü"`,
  ],
  [
    "curl https://shop.example/a -H 'Content-Type: text/plain' --data-binary 'hello'",
    "headers: { 'content-type': 'text/plain' }",
  ],
  ['curl "https://shop.example/a" -F name=Ada', "form: { name: 'Ada' }"],
  [
    "curl \\\n  'https://shop.example/a' \\\n  -H 'x-tenant: north' --compressed -sL",
    "http.get('/a', { headers: { 'x-tenant': 'north' } })",
  ],
  ['curl -k https://shop.example/a', 'ignoreTlsErrors: true'],
  ['curl -X PURGE https://shop.example/a', "http.request('PURGE', '/a')"],
])('importCurl() reads %s', (command, expected) => {
  expect(made(command).code.replaceAll(/\n\s+/g, ' ').replaceAll('( ', '(')).toContain(expected);
});

test('importCurl() lifts out what opens doors, and keeps names readable', () => {
  const { code, secrets } = made(
    `curl -u 'ada:chain-and-compass' 'https://shop.example/a?page=2&api_key=k-0815-geheim' -b 'sid=0123456789abcdef; lang=en' -H "X-Token: $DEPLOY_TOKEN"`,
  );

  expect(code).not.toMatch(/chain-and-compass|0815|0123456789/);
  expect(code).toContain("`Basic ${btoa(`ada:${secret('shop/password')}`)}`");
  expect(code).toContain("query: { page: '2', api_key: secret('shop/api-key') }");
  expect(code).toContain("cookie: `sid=${secret('shop/sid-cookie')}; lang=en`");
  expect(code).toContain("'x-token': secret('shop/deploy-token')");
  expect(secrets).toHaveLength(4);
});

test('importCurl() lifts secrets out of bodies that it does not take apart', () => {
  const { code } = made(
    `curl https://shop.example/soap -H 'Content-Type: text/xml' -d '<a><user>ada</user><password>chain-and-compass</password></a>'`,
  );

  expect(code).toContain(
    "body: `<a><user>ada</user><password>${secret('shop/password')}</password></a>`",
  );
});

test('importCurl() makes a step of each command and each address', () => {
  const { code } = made(
    'curl https://shop.example/api/orders https://shop.example/api/orders/17\n# then\ncurl -d x=1 https://shop.example/api/notes --next https://shop.example/b; curl https://shop.example/c | jq .',
  );

  expect([...code.matchAll(/step\('([^']+)'/g)].map(([, name]) => name)).toEqual([
    'load the orders',
    'load the order',
    'create a note',
    'load the b',
    'load the c',
  ]);
});

test('importCurl() says what of curl it had no use for', () => {
  expect(made('curl -o out.txt --retry 3 -x http://proxy https://shop.example/').notes).toEqual([
    'Left out of the command: -o, --retry, -x.',
  ]);
});

test('importCurl() reads no files', () => {
  const { code, notes } = made('curl https://shop.example/a -d @body.json -F photo=@me.png');

  expect(code).toContain("http.post('/a')");
  expect(notes).toEqual(['Left out of the command: --data @body.json, --form photo=@me.png.']);
});

test.each([
  ["curl 'https://shop.example/", /typed:1:6: this quote is never closed/],
  ['curl -H', /typed:1:6: -H has no value/],
  ['curl -s', /typed:1:1: this curl command has no URL/],
  ['wget https://shop.example/', /typed:1:1: "wget" is not a curl command/],
  ['curl ftp://shop.example/', /"ftp:\/\/shop.example\/" is not an HTTP URL/],
  ['\n  # nothing\n', /it holds no curl command/],
  ['curl https://shop.example/\ncurl "x', /typed:2:6: this quote/],
])('importCurl() refuses %j', (command, message) => {
  expect(() => made(command)).toThrow(message);
});

test.each([
  ['a user in the address', 'curl https://ada:hunter-22@shop.example/a'],
  ['a key in the path', 'curl https://shop.example/hooks/xoxb-123456789012-hunter-22/x'],
  ['a token behind its scheme', "curl -H 'x-session: Bearer ghp_hunter-22hunter-22' shop.example"],
  ['a list of them', `curl --json '{"passwords":["hunter-22"]}' https://shop.example/a`],
  [
    'what is called a value',
    `curl --json '{"token":{"value":"hunter-22"}}' https://shop.example/a`,
  ],
  [
    'a query of GraphQL',
    `curl --json '{"query":"mutation { login(password: \\"hunter-22\\") }"}' https://shop.example/a`,
  ],
  ['an unknown option', 'curl --passw=hunter-22 https://shop.example/a'],
  ['what is set before it', 'token=hunter-22 curl https://shop.example/a'],
])('importCurl() shows nowhere what is secret in %s', (_what, command) => {
  const { code, notes, secrets } = made(command);

  expect(JSON.stringify([code, notes, secrets])).not.toContain('hunter-22');
});

test('importCurl() asks as the user of the address does', () => {
  expect(made('curl https://ada:hunter-22@shop.example/a').code).toContain(
    "`Basic ${btoa(`ada:${secret('shop/password')}`)}`",
  );
});

test('importCurl() does not print the password of an address that it refuses', () => {
  expect(() => made('curl ftp://ada:hunter-22@shop.example/a')).toThrow(
    'Cannot read typed: "ftp://…@shop.example/a" is not an HTTP URL',
  );
});

test('importCurl() says which variables of the shell it leaves in an address', () => {
  const { notes } = made('curl "https://shop.example/orders/$ORDER?since=${DAY}"');

  expect(notes).toEqual([
    'URLs contain shell variables ($ORDER, $DAY): replace them by their values.',
  ]);
});

test.each([
  [
    "curl https://shop.example/a -d 'tag=a b&tag=c'",
    "headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'tag=a%20b&tag=c'",
  ],
  [
    "curl 'https://shop.example/a?tag=1&tag=2&api_key=k-0815-geheim'",
    "`/a?tag=1&tag=2&api_key=${encodeURIComponent(secret('shop/api-key'))}`",
  ],
  [
    'curl https://shop.example/a --json \'{"id":1234567890123456789}\'',
    `headers: { 'content-type': 'application/json' }, body: '{"id":1234567890123456789}'`,
  ],
  [
    'curl https://shop.example/a --json \'{"id":123456789012345,"of":"1234567890123456789"}\'',
    "json: { id: 123456789012345, of: '1234567890123456789' }",
  ],
])('importCurl() sends all that %s sends', (command, expected) => {
  expect(made(command).code.replaceAll(/\n\s+/g, ' ')).toContain(expected);
});
