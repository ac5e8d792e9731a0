import { isSandboxFailure, wantsSandbox } from '../../../lib/adapters/browser/browser-sandbox.ts';

describe('isSandboxFailure()', () => {
  test.each([
    '[0100/000000.1:FATAL:zygote_host_impl_linux.cc(128)] No usable sandbox! If you are running on Ubuntu 23.10+',
    'FATAL:setuid_sandbox_host.cc: The SUID sandbox helper binary was found, but is not configured correctly.',
    'Failed to move to new namespace: PID namespaces supported, Network namespace supported, but failed: errno = Operation not permitted',
    'ERROR:zygote_host_impl_linux.cc(101)] Running as root without --no-sandbox is not supported.',
  ])('is true for %s', (text) => {
    expect(isSandboxFailure(new Error(`browserType.launch: closed\n${text}`))).toBe(true);
  });

  test.each([
    'error while loading shared libraries: libnss3.so: cannot open shared object file',
    'Zygote cannot be disabled if sandbox is enabled. Use --no-zygote together with --no-sandbox',
    'browserType.launch: Timeout 30000ms exceeded.',
    '<process did exit: exitCode=null, signal=SIGTRAP>',
    'spawn /opt/chrome ENOENT',
  ])('is false for %s', (text) => {
    expect(isSandboxFailure(new Error(text))).toBe(false);
  });
});

describe('wantsSandbox()', () => {
  const isRoot = process.getuid?.() === 0;

  test('is true on machines of developers, for every browser but one of root', () => {
    for (const source of ['given', 'system', 'package'] as const) {
      expect(wantsSandbox({ source }, { mode: 'multi-process', isLambda: false })).toBe(!isRoot);
    }
  });

  test('is false in one process, and in Lambda', () => {
    const install = { source: 'package' } as const;

    expect(wantsSandbox(install, { mode: 'single-process', isLambda: false })).toBe(false);
    expect(wantsSandbox(install, { mode: 'multi-process', isLambda: true })).toBe(false);
  });
});
