import {
  ignoredDefaultArguments,
  launchArguments,
} from '../../../lib/adapters/browser/launch-arguments.ts';

/** Flags with which a broken or hostile page looks or acts otherwise than for users. */
const DANGEROUS = [
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--disable-site-isolation-trials',
  '--disable-site-isolation-for-policy',
  '--ignore-certificate-errors',
  '--ignore-certificate-errors-spki-list',
  '--allow-insecure-localhost',
  '--unsafely-treat-insecure-origin-as-secure',
  '--disable-features=IsolateOrigins',
  '--allow-file-access-from-files',
  '--disable-client-side-phishing-detection',
  '--disable-popup-blocking',
  '--disable-ipc-flooding-protection',
  '--enable-unsafe-swiftshader',
  '--remote-debugging-port',
];

function names(options: Parameters<typeof launchArguments>[0]): readonly string[] {
  return launchArguments(options).map((argument) => argument.split('=', 1)[0] ?? '');
}

describe('launchArguments()', () => {
  test.each(['multi-process', 'single-process'] as const)(
    'holds no dangerous flag when %s',
    (mode) => {
      const found = names({ mode, resolverRules: 'MAP a b' });

      expect(found.filter((name) => DANGEROUS.includes(name))).toEqual([]);
    },
  );

  test('trusts the key of a forwarder alone, and takes its server for a public one where it may be', () => {
    const forwarder = { port: 21_000, keyHash: 'aGFzaA==' };
    const options = { mode: 'multi-process', resolverRules: null } as const;
    const plain = launchArguments(options);

    const there = launchArguments({ ...options, forwarder: { ...forwarder, isPublic: true } });
    const here = launchArguments({ ...options, forwarder: { ...forwarder, isPublic: false } });

    expect(there.filter((each) => !plain.includes(each))).toEqual([
      '--ignore-certificate-errors-spki-list=aGFzaA==',
      '--ip-address-space-overrides=127.0.0.1:21000=public',
    ]);
    expect(here.filter((each) => !plain.includes(each))).toEqual([
      '--ignore-certificate-errors-spki-list=aGFzaA==',
    ]);
  });

  test('turns no isolation or security feature off', () => {
    const features = launchArguments({ mode: 'multi-process', resolverRules: null })
      .find((argument) => argument.startsWith('--disable-features='))
      ?.split('=')[1]
      ?.split(',');

    expect(features).toContain('HttpsUpgrades');
    expect(
      features?.filter((name) => /Isolat|site-per|LocalNetwork|PrivateNetwork/i.test(name)),
    ).toEqual([]);
    expect(features).not.toContain('ThirdPartyStoragePartitioning');
  });

  test('removes dangerous defaults of the driver', () => {
    expect(ignoredDefaultArguments()).toEqual([
      '--disable-ipc-flooding-protection',
      '--disable-popup-blocking',
      '--enable-unsafe-swiftshader',
    ]);
  });

  test('draws in software only when asked, and keeps all else', () => {
    const options = { mode: 'multi-process', resolverRules: null } as const;
    const [without, drawing] = [
      launchArguments(options),
      launchArguments({ ...options, webgl: true }),
    ];

    expect(drawing.filter((each) => !without.includes(each))).toEqual([
      '--enable-unsafe-swiftshader',
    ]);
    expect(without.filter((each) => !drawing.includes(each))).toEqual([
      '--disable-software-rasterizer',
      '--disable-webgl',
    ]);
    expect(ignoredDefaultArguments({ webgl: true })).not.toContain('--enable-unsafe-swiftshader');
  });

  test('runs in one process only when asked', () => {
    expect(names({ mode: 'multi-process', resolverRules: null })).not.toContain('--single-process');
    expect(names({ mode: 'single-process', resolverRules: null })).toContain('--single-process');
  });

  test('passes resolver rules on when there are any', () => {
    expect(launchArguments({ mode: 'multi-process', resolverRules: 'MAP a b' })).toContain(
      '--host-resolver-rules=MAP a b',
    );
    expect(names({ mode: 'multi-process', resolverRules: null })).not.toContain(
      '--host-resolver-rules',
    );
  });
});
