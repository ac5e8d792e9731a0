import { loadFiles, problemLines } from '../../support/project-dir.ts';

const IMPORT = "import { browserJourney, every } from 'waywiser';\n";
const START = 'journeys/a.journey.ts:';
const CERTIFICATE = "clientCertificate: 'shop/mtls'";

/** The problems of a browser journey with these options, one a line. */
async function problemsOf(...options: readonly string[]): Promise<readonly string[]> {
  const lines = ["schedule: every('5m')", ...options].map((line) => `${line},\n`).join('');
  const source = `${IMPORT}export default browserJourney('a', {\n${lines}}, () => undefined);`;
  const project = await loadFiles({ 'journeys/a.journey.ts': source });

  return problemLines(project).map((line) => line.replace(START, ''));
}

describe('access of a browser journey', () => {
  it('loadProject() accepts a client certificate, and hosts by their names', async () => {
    const problems = await problemsOf(
      CERTIFICATE,
      "baseUrl: 'https://app.shop.example'",
      "allowHosts: ['app.shop.example', '*.cdn.example', '*.app.shop.example']",
    );

    expect(problems).toEqual([]);
  });

  it('loadProject() refuses a client certificate without a base URL', async () => {
    expect(await problemsOf(CERTIFICATE)).toEqual([
      '4:20 journey.config clientCertificate: Cannot use clientCertificate: it is sent to the origin of the base URL, and there is none; expected a baseUrl in the journey or in waywiser.config.ts',
    ]);
  });

  it('loadProject() refuses a pattern that covers the host of the base URL', async () => {
    const problems = await problemsOf(
      CERTIFICATE,
      "baseUrl: 'https://app.shop.example'",
      "allowHosts: ['cdn.example', '*.shop.example']",
    );

    expect(problems).toEqual([
      '6:29 journey.config allowHosts[1]: Cannot use "*.shop.example" as allowHosts[1]: it covers the host of the base URL, which the browser reaches with a client certificate; expected the other hosts by their names',
    ]);
  });
});
