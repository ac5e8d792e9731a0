import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { serverLinks } from '../../../lib/site/addresses.ts';
import { projectDir } from '../../support/project-dir.ts';
import { runRecord } from '../../support/run-records.ts';
import { type ServedSite, siteOf } from '../../support/served-site.ts';
import { ask } from '../../support/web-request.ts';

const links = serverLinks();

describe('site() with evidence', () => {
  const evidence = [
    { kind: 'screenshot', path: '.waywiser/evidence/r/page.png', from: 'run' },
    { kind: 'trace', path: '.waywiser/evidence/r/trace.zip', from: 'run' },
    { kind: 'source', path: '.waywiser/evidence/r/page.html', from: 'run' },
    { kind: 'screenshot', path: '.waywiser/evidence/r/page.svg', from: 'run' },
    { kind: 'screenshot', path: '/etc/passwd', from: 'run' },
    { kind: 'screenshot', path: '.waywiser/evidence/../../secret.png', from: 'run' },
    { kind: 'screenshot', path: '.waywiser/evidence/r/link.png', from: 'run' },
    { kind: 'screenshot', path: '.waywiser/evidence/r', from: 'run' },
    { kind: 'screenshot', path: '.waywiser/evidence-of-others/x.png', from: 'run' },
    { kind: 'screenshot', path: '.waywiser/evidence/r/nul\u0000.png', from: 'run' },
    { kind: 'screenshot', path: '.waywiser/evidence/gone.png', from: 'run' },
  ] as const;
  const run = runRecord({ evidence });

  async function evidenceSite(): Promise<ServedSite> {
    const cwd = projectDir({
      'secret.png': 'secret',
      '.waywiser/evidence-of-others/x.png': 'secret',
      '.waywiser/evidence/r/page.png': 'PNG',
      '.waywiser/evidence/r/trace.zip': 'ZIP',
      '.waywiser/evidence/r/page.html': '<script>alert(1)</script>',
      '.waywiser/evidence/r/page.svg': '<svg onload="alert(1)"/>',
    });
    symlinkSync(path.join(cwd, 'secret.png'), path.join(cwd, '.waywiser/evidence/r/link.png'));

    return await siteOf([run], { cwd });
  }

  it('site() shows pictures, and has all other evidence saved, without scripts', async () => {
    const { port } = await evidenceSite();

    const [png, zip, html, svg] = await Promise.all(
      evidence.slice(0, 4).map((item) => ask(port, links.evidence(run, item) ?? '')),
    );

    expect(png).toMatchObject({ status: 200, text: 'PNG' });
    expect(png?.headers).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': 'inline',
    });
    expect(zip?.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename="trace.zip"',
    });
    expect(html?.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(svg?.headers['content-type']).toBe('application/octet-stream');
    for (const each of [png, zip, html, svg]) {
      expect(each?.headers).toMatchObject({
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
      });
    }
  });

  it.each(evidence.slice(4))('site() does not open $path', async (item) => {
    const { port } = await evidenceSite();

    const answer = await ask(port, links.evidence(run, item) ?? '');

    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain('secret');
  });

  it.each([
    '/evidence/checkout/eu-west-1/RUN/99',
    '/evidence/checkout/eu-west-1/RUN/0/../../../../secret.png',
    '/evidence/checkout/eu-west-1/RUN/..%2f..%2fsecret.png',
    '/evidence/checkout/eu-west-1/..%2F..%2Fsecret.png/0',
    '/evidence/checkout/../../secret.png/0',
    '/.waywiser/evidence/r/page.png',
  ])('site() finds no evidence at %s', async (pattern) => {
    const { port } = await evidenceSite();

    const answer = await ask(port, pattern.replace('RUN', run.runId));

    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain('secret</');
  });

  it('site() shows the command that opens a trace', async () => {
    const { port } = await evidenceSite();

    const { evidence: views } = JSON.parse((await ask(port, `${links.run(run)}.json`)).text);

    expect(views[1]).toEqual({
      item: evidence[1],
      available: true,
      command: 'npx playwright show-trace .waywiser/evidence/r/trace.zip',
    });
    expect(views.map(({ available }: { readonly available: boolean }) => available)).toEqual(
      evidence.map((_item, index) => index < 4),
    );
  });
});
