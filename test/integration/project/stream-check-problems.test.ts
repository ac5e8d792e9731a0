import { loadFiles, problemLines } from '../../support/project-dir.ts';

const START = 'journeys/a.journey.ts:';

/** The problems of one check, without the part that all of them begin with. */
async function problemsOf(factory: string, options: string): Promise<readonly string[]> {
  const source = `import { ${factory}, every } from 'waywiser';
export default ${factory}('a', {
schedule: every('1h'),
${options}
});
`;
  const project = await loadFiles({ 'journeys/a.journey.ts': source });

  return problemLines(project).map((line) => line.replace(START, ''));
}

const EXPECTATION =
  'expected a text, { matches: "a regular expression" } or { json: part of the value }';

describe('problems of checks of streams and calls', () => {
  it.each([
    [
      'wsCheck',
      "url: 'wss://shop.example/live', send: 'ping', expect: { matches: '^pong' }, among: 3",
      [],
    ],
    ['sseCheck', "url: 'https://shop.example/events', expect: { json: { kind: 'price' } }", []],
    ['grpcCheck', "host: 'shop.example', service: 'shop.v1.Orders', tls: false", []],
    [
      'wsCheck',
      "url: 'https://shop.example/live'",
      [
        '4:6 journey.config url: Cannot use "https://shop.example/live" as url: it is no such URL; expected a URL that begins with wss:// or ws://, without user name and password',
      ],
    ],
    [
      'wsCheck',
      "url: 'wss://shop.example/', expect: 'a',\nsubprotocols: ['chat v2']",
      [
        '5:16 journey.config subprotocols[0]: Cannot use "chat v2" as subprotocols[0]: it is not the name of a subprotocol; expected a token such as "graphql-transport-ws"',
      ],
    ],
    [
      'wsCheck',
      "url: 'wss://shop.example/',\nexpect: /pong/",
      [
        `5:9 journey.config expect: Cannot use an instance of RegExp as expect: it is an instance of RegExp; ${EXPECTATION}`,
      ],
    ],
    [
      'sseCheck',
      "url: 'https://shop.example/',\nexpect: { matches: '(' }",
      [
        `5:9 journey.config expect: Cannot use the value of expect: it has a "matches" that is no regular expression; ${EXPECTATION}`,
      ],
    ],
    [
      'sseCheck',
      "url: 'https://shop.example/',\nheaders: { 'x y': '1' }, secretHeaders: { authorization: 'shop/token' }",
      [
        '5:19 journey.config headers["x y"]: Cannot use the value of headers["x y"]: its name is not a valid header name; expected letters, digits and "-"',
        '5:58 journey.config secretHeaders.authorization: Cannot use "shop/token" as secretHeaders.authorization: it is not among the secrets of the check; expected its name in the option secrets',
      ],
    ],
    [
      'sseCheck',
      "url: 'https://shop.example/',\nallowStatus: [404], events: 'price'",
      [
        '5:14 journey.config allowStatus: Cannot use the value of allowStatus: a check accepts one status only; expected an apiJourney',
        '5:21 journey.config events: Cannot use the option "events": there is no such option; expected "event"',
      ],
    ],
    [
      'grpcCheck',
      "host: 'grpcs://shop.example', port: 0",
      [
        '4:7 journey.config host: Cannot use "grpcs://shop.example" as host: it is not a host; expected a host such as "mail.shop.example" or an IP address, without scheme and port',
        '4:37 journey.config port: Cannot use 0 as port: it is out of range; expected a whole number from 1 to 65535',
      ],
    ],
    [
      'grpcCheck',
      "host: 'shop.example',\nauthority: 'https://shop.example', tls: 'no'",
      [
        '5:12 journey.config authority: Cannot use "https://shop.example" as authority: it is no authority; expected a host with or without port',
        '5:41 journey.config tls: Cannot use "no" as tls: it is a string; expected true or false',
      ],
    ],
  ])('%s with %s', async (factory, options, problems) => {
    expect(await problemsOf(factory, options)).toEqual(problems);
  });
});
