import {
  guardEnvironment,
  type GuardSettings,
} from '../../../lib/adapters/guard/guard-environment.ts';

const SETTINGS: GuardSettings = {
  libraryPath: '/opt/waywiser/guard.so',
  socketPath: '/tmp/w/guard.sock',
  runnerPid: 42,
  lambdaRuntimeApi: null,
  programs: ['/usr/bin/chromium', '/home/a b/.cache/waywiser/'],
};

function linesOf(changes: Partial<GuardSettings> = {}): readonly string[] {
  return guardEnvironment({ ...SETTINGS, ...changes })?.['WAYWISER_GUARD']?.split('\n') ?? [];
}

describe('guardEnvironment()', () => {
  it('loads the library and passes it its role, judge and programs', () => {
    expect(guardEnvironment(SETTINGS)?.['LD_PRELOAD']).toBe('/opt/waywiser/guard.so');
    expect(linesOf()).toStrictEqual(
      expect.arrayContaining([
        'role=worker',
        'ask=/tmp/w/guard.sock',
        'runner=42',
        'deny=00000000000000000000ffffa9fea9fe:0',
        'exec=/usr/bin/chromium',
        'exec=/home/a b/.cache/waywiser/',
      ]),
    );
  });

  it.each([
    ['127.0.0.1:9001', 'denyloopback=9001'],
    ['localhost:9001', 'denyloopback=9001'],
    ['[::1]:9001', 'denyloopback=9001'],
    ['169.254.100.1:9001', 'deny=00000000000000000000ffffa9fe6401:0'],
    ['[fd00::1]:9001', 'deny=fd000000000000000000000000000001:0'],
  ])('refuses the runtime API at %s', (lambdaRuntimeApi, line) => {
    expect(linesOf({ lambdaRuntimeApi })).toContain(line);
  });

  it.each([
    { libraryPath: '/my project/guard.so' },
    { libraryPath: '/a:b/guard.so' },
    { programs: ['/a\nexec=/bin/sh'] },
    { programs: ['x'.repeat(5_000)] },
  ])('is null where %j cannot be passed', (changes) => {
    expect(guardEnvironment({ ...SETTINGS, ...changes })).toBeNull();
  });
});
