import { runGuarded } from '../../../support/guarded-process.ts';

describe('the guard of a worker', () => {
  it('lets it signal itself and what it has started, and no other process', async () => {
    const { reported } = await runGuarded({
      programs: ['/bin/sleep'],
      code: `
        const child = require('node:child_process').spawn('/bin/sleep', ['60'], { detached: true });
        report(kill(process.pid));
        report(kill(child.pid));
        report(kill(process.ppid, 0));
        for (const pid of [process.ppid, -process.ppid, 1, -1, 0]) report(kill(pid));
        try { process._debugProcess(process.ppid); } catch ({ code }) { report(code); }
        child.once('exit', (code, signal) => report(signal));
        report(kill(-child.pid, 'SIGKILL'));`,
    });

    expect(reported).toStrictEqual([
      'sent',
      'sent',
      // Whether it exists may be asked.
      'sent',
      ...Array<string>(6).fill('EPERM'),
      'sent',
      'SIGKILL',
    ]);
  });

  it('does not let it slow down another process', async () => {
    const { reported } = await runGuarded({
      code: `
        const os = require('node:os');
        os.setPriority(process.pid, 1);
        try { os.setPriority(process.ppid, 19); } catch ({ info }) { report(info.code); }`,
    });

    expect(reported).toStrictEqual(['EPERM']);
  });

  it('starts the allowed programs and no other', async () => {
    const { reported } = await runGuarded({
      programs: ['/bin/echo', '/usr/lib/'],
      code: `
        const { spawnSync } = require('node:child_process');
        const start = (file) => { const { error, status } = spawnSync(file, ['x']); report(error?.code ?? status); };
        for (const file of ['/bin/echo', '/bin/ls', 'ls', process.execPath, '/usr/lib/../bin/ls', '/usr/lib/none'])
          start(file);`,
    });

    expect(reported).toStrictEqual([0, 'EACCES', 'EACCES', 'EACCES', 'EACCES', 'ENOENT']);
  });

  it.each([{}, { LD_PRELOAD: '', WAYWISER_GUARD: '' }, { LD_PRELOAD: '/nothing.so' }])(
    'guards what it starts with the environment %j',
    async (env) => {
      const { reported, hasBrowser, refusals } = await runGuarded({
        programs: [process.execPath],
        code: `
          const child = require('node:child_process').spawnSync(process.execPath, ['-e', \`
            require('node:net').connect(80, '10.1.2.3').on('error', ({ code }) => {
              const own = require('node:child_process').spawnSync('/bin/echo', [code], { env: {} });
              process.stdout.write(String(own.stdout));
            });\`], { env: ${JSON.stringify(env)} });
          report(String(child.stdout).trim());`,
      });

      // The browser may start programs, which are guarded in turn.
      expect(reported).toStrictEqual(['EACCES']);
      expect(hasBrowser).toBe(true);
      expect(refusals.refused).toMatchObject([{ address: '10.1.2.3', by: 'browser', count: 1 }]);
    },
  );
});
