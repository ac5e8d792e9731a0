import { loadFiles, problemLines } from '../../support/project-dir.ts';

const IMPORT = "import { apiJourney, browserJourney, cron, every, rate } from 'waywiser';\n";
const START = 'journeys/a.journey.ts:';

/** The problems of one journey file, without the part that all of them begin with. */
async function problemsOf(source: string): Promise<readonly string[]> {
  const project = await loadFiles({ 'journeys/a.journey.ts': IMPORT + source });

  return problemLines(project).map((line) => line.replace(START, ''));
}

function api(options: string): string {
  return `export default apiJourney('a', {\n${options}\n}, () => undefined);`;
}

function browser(options: string): string {
  return `export default browserJourney('a', {\n${options}\n}, () => undefined);`;
}

const SCHEDULE = "schedule: every('5m'),";

describe('problems of a journey', () => {
  it('loadProject() lists every problem of every file, sorted by file and line', async () => {
    const project = await loadFiles({
      'waywiser.config.ts': "export default { regions: ['eu-west-9'], nofity: {} };\n",
      'journeys/b.journey.ts': `${IMPORT}${api("schedule: every('30s'), retries: 4")}`.replace(
        "'a'",
        "'b'",
      ),
      'journeys/a.journey.ts': `${IMPORT}${api("timeout: '16m',\nretries: 1.5,")}`,
    });

    expect(problemLines(project)).toEqual([
      "journeys/a.journey.ts:2:32 journey.config schedule: Missing option schedule; expected every('5m'), rate('5 minutes') or cron('0 9 ? * MON-FRI *')",
      'journeys/a.journey.ts:3:10 journey.config timeout: Cannot use "16m" as timeout: it is too long; expected 1ms to 15m (900 s)',
      'journeys/a.journey.ts:4:10 journey.config retries: Cannot use 1.5 as retries: it is out of range; expected a whole number from 0 to 3',
      'journeys/b.journey.ts:3:17 journey.config schedule.interval: Cannot read interval "30s": EventBridge starts schedules on whole minutes; expected a whole number of minutes, such as "1m"',
      'journeys/b.journey.ts:3:34 journey.config retries: Cannot use 4 as retries: it is out of range; expected a whole number from 0 to 3',
      'waywiser.config.ts:1:28 journey.config regions[0]: Cannot use "eu-west-9" as regions[0]: it is unknown; expected "eu-west-1"',
      'waywiser.config.ts:1:42 journey.config nofity: Cannot use the option "nofity": there is no such option; expected "notify"',
    ]);
    expect(project.problems.map(({ journey }) => journey)).toEqual([
      'a',
      'a',
      'a',
      'b',
      'b',
      null,
      null,
    ]);
  });

  it.each([
    [
      `${SCHEDULE}\nretrys: 1`,
      '4:1 journey.config retrys: Cannot use the option "retrys": there is no such option; expected "retries"',
    ],
    [
      `${SCHEDULE}\nviewport: 1`,
      '4:1 journey.config viewport: Cannot use the option "viewport": an API journey has no browser; expected it only in a browserJourney',
    ],
    [
      "schedule: '5m'",
      "3:11 journey.config schedule: Cannot use \"5m\" as schedule: it is a string; expected every('5m'), rate('5 minutes') or cron('0 9 ? * MON-FRI *')",
    ],
    [
      "schedule: cron('0 9 30 2 ? *')",
      '3:16 journey.config schedule.expression: Cannot read schedule "0 9 30 2 ? *": it never fires, because no month has such a day; expected a date that exists',
    ],
    [
      "schedule: cron('0 9 1 1 ? 2020')",
      '3:16 journey.config schedule.expression: Cannot read schedule "0 9 1 1 ? 2020": its last run is in the past; expected a schedule with future runs',
    ],
    [
      "schedule: cron('0 9 * * ? *', { timeZone: 'CET+1' })",
      '3:43 journey.config schedule.timeZone: Cannot read time zone "CET+1": it is no time zone of the IANA database; expected a name such as "Europe/Amsterdam"',
    ],
    [
      `${SCHEDULE}\ntimeout: 30`,
      '4:10 journey.config timeout: Cannot use 30 as timeout: it is a number; expected a duration such as "30s"',
    ],
    [
      `${SCHEDULE}\ntimeout: '30'`,
      '4:10 journey.config timeout: Cannot use "30" as timeout: it has no unit; expected a number and a unit of ms, s, m, h or d, such as "500ms", "2.5s" or "5m"',
    ],
    [
      `${SCHEDULE}\nregions: []`,
      '4:10 journey.config regions: Cannot use the value of regions: it is a list; expected a list of AWS regions, such as ["eu-west-1", "us-east-1"]',
    ],
    [
      `${SCHEDULE}\nregions: ['eu-west-1', 'eu-west-1']`,
      '4:24 journey.config regions[1]: Cannot use "eu-west-1" as regions[1]: it is in the list twice; expected each value once',
    ],
    [
      `${SCHEDULE}\nregions: ['eu-west-1'], alarm: { failingRegions: 2 }`,
      '4:50 journey.config alarm.failingRegions: Cannot use 2 as alarm.failingRegions: the journey runs in 1 region; expected at most 1',
    ],
    [
      `${SCHEDULE}\nalarm: { driftPercent: 0 }`,
      '4:24 journey.config alarm.driftPercent: Cannot use 0 as alarm.driftPercent: it is out of range; expected percent in 30 days, from 0.1 to 1000',
    ],
    [
      `${SCHEDULE}\nalarm: { driftPercent: '5%' }`,
      '4:24 journey.config alarm.driftPercent: Cannot use "5%" as alarm.driftPercent: it is a string; expected percent in 30 days, from 0.1 to 1000',
    ],
    [
      `${SCHEDULE}\nbudgets: [{ metric: 'duration', statistic: 'p95', max: '1s' }], alarm: { daysToBudget: 121 }`,
      '4:88 journey.config alarm.daysToBudget: Cannot use 121 as alarm.daysToBudget: it is out of range; expected a whole number from 1 to 120',
    ],
    [
      `${SCHEDULE}\nalarm: { daysToBudget: 30 }`,
      '4:24 journey.config alarm.daysToBudget: Cannot use 30 as alarm.daysToBudget: the journey has no budget; expected one in budgets',
    ],
    [
      `${SCHEDULE}\nalarm: { datapoints: [3, 2] }`,
      '4:22 journey.config alarm.datapoints: Cannot use the value of alarm.datapoints: its first is above its second; expected [m, n] with m at most n',
    ],
    [
      `${SCHEDULE}\nsecrets: ['shop user']`,
      '4:11 journey.config secrets[0]: Cannot use "shop user" as secrets[0]: it is not a valid name of a secret; expected letters, digits and /_+=.@-, at most 512',
    ],
    [
      `${SCHEDULE}\nallowHosts: ['https://shop.example']`,
      '4:14 journey.config allowHosts[0]: Cannot use "https://shop.example" as allowHosts[0]: it is not a host; expected a host such as "shop.example" or "*.shop.example", without scheme and port',
    ],
    [
      `${SCHEDULE}\nbaseUrl: 'ftp://shop.example'`,
      '4:10 journey.config baseUrl: Cannot use "ftp://shop.example" as baseUrl: its protocol is ftp:; expected http: or https:',
    ],
    [
      `${SCHEDULE}\nevidence: 'always'`,
      '4:11 journey.config evidence: Cannot use "always" as evidence: it is unknown; expected one of rerun, inline, none',
    ],
    [
      `${SCHEDULE}\nallowStatus: [200]`,
      '4:15 journey.config allowStatus[0]: Cannot use 200 as allowStatus[0]: it is out of range; expected a whole number from 400 to 999',
    ],
    [
      `${SCHEDULE}\nbudgets: [{ metric: 'lcp', statistic: 'p75', max: '2s' }]`,
      '4:21 journey.config budgets[0].metric: Cannot use "lcp" as budgets[0].metric: only a browser reports it; expected duration, dns, tcp, tls, send, wait, receive or step:NAME, or a browserJourney',
    ],
    [
      `${SCHEDULE}\nbudgets: [{ metric: 'wiat', statistic: 'p75', max: '2s' }]`,
      '4:21 journey.config budgets[0].metric: Cannot use "wiat" as budgets[0].metric: there is no such metric; expected "wait"',
    ],
    [
      `${SCHEDULE}\nbudgets: [{ metric: 'step:', statistic: 'p75', max: '2s' }]`,
      '4:21 journey.config budgets[0].metric: Cannot use "step:" as budgets[0].metric: it names no step; expected "step:NAME"',
    ],
    [
      `${SCHEDULE}\nbudgets: [{ metric: 'step:pay', statistic: 'p75', max: 2000 }]`,
      '4:56 journey.config budgets[0].max: Cannot use 2000 as budgets[0].max: it has no unit; expected a duration such as "2.5s"',
    ],
    [
      `${SCHEDULE}\nbudgets: [{ metric: 'duration', statistic: 'p75', max: '0s' }]`,
      '4:56 journey.config budgets[0].max: Cannot use "0s" as budgets[0].max: a limit of 0 is always exceeded; expected more than 0',
    ],
    [
      `${SCHEDULE}\nca: 'not a name'`,
      '4:5 journey.config ca: Cannot use "not a name" as ca: it is not a valid name of a secret; expected letters, digits and /_+=.@-, at most 512',
    ],
    [
      `${SCHEDULE}\ncredentials: { username: 'me' }`,
      '4:14 journey.config credentials: Cannot use the value of credentials: it is incomplete or contradicts itself; expected { username, password } or { secret }',
    ],
    [
      `${SCHEDULE}\nprotocol: 'h3'`,
      '4:11 journey.config protocol: Cannot use "h3" as protocol: it is unknown; expected one of http/1.1, h2',
    ],
    [
      `${SCHEDULE}\nclientCertificate: 'shop/mtls'`,
      '4:20 journey.config clientCertificate: Cannot use clientCertificate: it is sent to the origin of the base URL, and there is none; expected a baseUrl in the journey or in waywiser.config.ts',
    ],
  ])('loadProject() refuses an API journey with %s', async (options, problem) => {
    expect(await problemsOf(api(options))).toEqual([problem]);
  });

  it.each([
    [
      `${SCHEDULE}\ndevice: 'Pixel7'`,
      '4:9 journey.config device: Cannot use "Pixel7" as device: Playwright has no such device; expected "Pixel 7"',
    ],
    [
      `${SCHEDULE}\nlocale: 'nl_NL'`,
      '4:9 journey.config locale: Cannot use "nl_NL" as locale: it is not a language tag; expected a language tag such as "nl-NL"',
    ],
    [
      `${SCHEDULE}\ntimeZone: 'Amsterdam'`,
      '4:11 journey.config timeZone: Cannot use "Amsterdam" as timeZone: it is no time zone of the IANA database; expected a name such as "Europe/Amsterdam"',
    ],
    [
      `${SCHEDULE}\nthrottle: { network: '5g' }`,
      '4:22 journey.config throttle.network: Cannot use "5g" as throttle.network: it is unknown; expected one of slow-3g, fast-3g, 4g',
    ],
    [
      `${SCHEDULE}\nthrottle: { network: { downloadKbps: 1, uploadKbps: 0, latencyMs: 1 } }`,
      '4:53 journey.config throttle.network.uploadKbps: Cannot use 0 as throttle.network.uploadKbps: it is a number; expected a number above 0',
    ],
    [
      `${SCHEDULE}\nprotocol: 'h2'`,
      '4:11 journey.config protocol: Cannot use "h2" as protocol: the browser does not use it; expected it only in an apiJourney',
    ],
    [
      `${SCHEDULE}\ncredentials: { username: 'me', password: 5 }`,
      '4:42 journey.config credentials.password: Cannot use the value of credentials.password: it is a number; expected a string',
    ],
    [
      `${SCHEDULE}\nbudgets: [{ metric: 'cls', statistic: 'p75', max: '1s' }]`,
      '4:51 journey.config budgets[0].max: Cannot use "1s" as budgets[0].max: cls has no unit; expected a number such as 0.1',
    ],
    [
      `${SCHEDULE}\nstorageState: () => 1`,
      "4:15 journey.config storageState: Cannot use the value of storageState: it is a function; expected an object in Playwright's shape",
    ],
  ])('loadProject() refuses a browser journey with %s', async (options, problem) => {
    expect(await problemsOf(browser(options))).toEqual([problem]);
  });

  it.each([
    [
      "export default apiJourney('a b', { schedule: every('5m') }, () => undefined);",
      '2:27 journey.config name: Cannot use "a b" as name: expected at most 40 letters, digits and "-", beginning and ending with a letter or digit',
    ],
    [
      `export default apiJourney('${'a'.repeat(41)}', { schedule: every('5m') }, () => undefined);`,
      `2:27 journey.config name: Cannot use "${'a'.repeat(41)}" as name: expected at most 40 letters, digits and "-", beginning and ending with a letter or digit`,
    ],
    [
      "export default apiJourney('a', { schedule: every('5m') });",
      '2:16 journey.config -: Found no function (undefined) after the options; expected the steps of the journey, such as async ({ http }) => { … }',
    ],
    [
      "export default apiJourney('a', undefined, () => undefined);",
      '2:32 journey.config -: Missing options; expected an object of options',
    ],
    [
      "const o = { schedule: every('5m'),\n  retries: 9 };\nconst j = apiJourney('a', o as never, () => undefined);\nexport { j as default };",
      '3:12 journey.config retries: Cannot use 9 as retries: it is out of range; expected a whole number from 0 to 3',
    ],
    [
      "const more = { retries: 9 };\nexport default apiJourney('a', { schedule: every('5m'), ...more }, () => undefined);",
      '2:25 journey.config retries: Cannot use 9 as retries: it is out of range; expected a whole number from 0 to 3',
    ],
    [
      "const make = () => ({ schedule: every('5m'), retries: 9 });\nexport default apiJourney('a', make(), () => undefined);",
      '3:32 journey.config retries: Cannot use 9 as retries: it is out of range; expected a whole number from 0 to 3',
    ],
  ])('loadProject() finds the place in %s', async (source, problem) => {
    expect(await problemsOf(source)).toEqual([problem]);
  });

  it('loadProject() shows no confidential value when it is wrong', async () => {
    const source = browser(
      `${SCHEDULE}\nenv: { TOKEN: ['s3cret'] }, headers: { 'bad name': 's3cret' }, credentials: 's3cret'`,
    );

    const problems = await problemsOf(source);

    expect(problems).toHaveLength(3);
    expect(problems.join('\n')).not.toContain('s3cret');
  });
});
