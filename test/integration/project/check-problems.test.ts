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

describe('problems of a check', () => {
  it.each([
    ['tcpCheck', "host: 'mail.example', port: 25", []],
    [
      'tcpCheck',
      "host: 'mail.example'",
      ['2:30 journey.config port: Missing option port; expected a whole number from 1 to 65535'],
    ],
    [
      'tcpCheck',
      "host: 'mail.example',\nport: 70000",
      [
        '5:7 journey.config port: Cannot use 70000 as port: it is out of range; expected a whole number from 1 to 65535',
      ],
    ],
    [
      'tcpCheck',
      "host: 'tcp://mail.example', port: 25",
      [
        '4:7 journey.config host: Cannot use "tcp://mail.example" as host: it is not a host; expected a host such as "mail.shop.example" or an IP address, without scheme and port',
      ],
    ],
    [
      'tcpCheck',
      "host: '*.example', port: 25",
      [
        '4:7 journey.config host: Cannot use "*.example" as host: it is not a host; expected a host such as "mail.shop.example" or an IP address, without scheme and port',
      ],
    ],
    [
      'tcpCheck',
      "host: 'mail.example', port: 25, expects: '220'",
      [
        '4:33 journey.config expects: Cannot use the option "expects": there is no such option; expected "expect"',
      ],
    ],
    [
      'tcpCheck',
      "host: 'mail.example', port: 25, retries: 9, viewport: {}",
      [
        '4:42 journey.config retries: Cannot use 9 as retries: it is out of range; expected a whole number from 0 to 3',
        '4:45 journey.config viewport: Cannot use the option "viewport": an API journey has no browser; expected it only in a browserJourney',
      ],
    ],
    ['tlsCheck', "host: 'shop.example'", []],
    [
      'tlsCheck',
      "host: 'shop.example', alarm: {\ndaysToExpiry: [21, 0, 21] }",
      [
        '5:20 journey.config alarm.daysToExpiry[1]: Cannot use 0 as alarm.daysToExpiry[1]: it is out of range; expected a whole number from 1 to 398',
        '5:23 journey.config alarm.daysToExpiry[2]: Cannot use 21 as alarm.daysToExpiry[2]: it is in the list twice; expected each value once',
      ],
    ],
    ['dnsCheck', "host: '_dmarc.shop.example', type: 'TXT', resolver: '[::1]:53', expect: 1", []],
    [
      'dnsCheck',
      "host: 'shop.example',\ntype: 'PTR',\nexpect: 0",
      [
        '5:7 journey.config type: Cannot use "PTR" as type: it is unknown; expected one of A, AAAA, CNAME, MX, TXT, NS, SOA, CAA, SRV',
        '6:9 journey.config expect: Cannot use 0 as expect: it is out of range; expected a whole number from 1 to 1000',
      ],
    ],
    [
      'dnsCheck',
      "host: '10.0.0.1',\nexpect: 'a',\nincludes: []",
      [
        '4:7 journey.config host: Cannot use "10.0.0.1" as host: it is not a domain name; expected a name such as "sso.corp.example"',
        '5:9 journey.config expect: Cannot use "a" as expect: it is a string; expected a list of values such as ["192.0.2.1"], or a number of records',
        '6:11 journey.config includes: Cannot use the value of includes: it is a list; expected at least one value',
      ],
    ],
    [
      'dnsCheck',
      "host: 'shop.example',\nresolver: 'https://dns.example'",
      [
        '5:11 journey.config resolver: Cannot use "https://dns.example" as resolver: it is not a server; expected a host with or without port, such as "1.1.1.1" or "[::1]:5353"',
      ],
    ],
    [
      'tlsCheck',
      "host: 'shop.example',\nconnectTo: 'a/b'",
      [
        '5:12 journey.config connectTo: Cannot use "a/b" as connectTo: it is not a server; expected a host with or without port, such as "10.0.0.7:8443"',
      ],
    ],
    ['tlsCheck', "host: 'shop.example', port: 993, failDays: 3, warnDays: 3", []],
    [
      'tlsCheck',
      "host: 'shop.example',\nminVersion: 'TLSv1.1'",
      [
        '5:13 journey.config minVersion: Cannot use "TLSv1.1" as minVersion: it is unknown; expected one of TLSv1.2, TLSv1.3',
      ],
    ],
    [
      'tlsCheck',
      "host: 'shop.example',\nfailDays: 30",
      [
        '5:11 journey.config failDays: Cannot use 30 as failDays: it is above warnDays (21); expected at most 21',
      ],
    ],
    [
      'tlsCheck',
      "host: 'shop.example',\nwarnDays: 5",
      [
        '5:11 journey.config warnDays: Cannot use 5 as warnDays: it is below failDays (7); expected at least 7',
      ],
    ],
    [
      'tlsCheck',
      "host: 'shop.example',\nserverName: '10.0.0.1', failDays: -1",
      [
        '5:13 journey.config serverName: Cannot use "10.0.0.1" as serverName: it is not a domain name; expected a name such as "sso.corp.example"',
        '5:35 journey.config failDays: Cannot use -1 as failDays: it is out of range; expected a whole number from 0 to 398',
      ],
    ],
  ])('%s with %s', async (factory, options, problems) => {
    expect(await problemsOf(factory, options)).toEqual(problems);
  });

  it.each([
    ["host: 'shop.example'", [21, 7]],
    ["host: 'shop.example', warnDays: 30, failDays: 0", [30]],
    ["host: 'shop.example', alarm: { daysToExpiry: [14] }", [14]],
  ])('tlsCheck with %s has an alarm at %j days', async (options, days) => {
    const source = `import { every, tlsCheck } from 'waywiser';
export default tlsCheck('a', { schedule: every('1h'), ${options} });
`;
    const { journeys } = await loadFiles({ 'journeys/a.journey.ts': source });

    expect(journeys.map(({ plan }) => plan.alarm.daysToExpiry)).toEqual([days]);
  });

  it('a valid check is planned as an API journey', async () => {
    const source = `import { every, tcpCheck } from 'waywiser';
export default tcpCheck('mail', { schedule: every('5m'), host: '::1', port: 25, retries: 1 });
`;
    const { journeys } = await loadFiles({ 'journeys/a.journey.ts': source });

    expect(journeys.map(({ plan }) => plan)).toMatchObject([
      { name: 'mail', kind: 'api', retries: 1, timeoutMs: 30_000 },
    ]);
  });
});
