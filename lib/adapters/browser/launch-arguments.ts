/** How Chromium's parts are spread over processes. */
export type BrowserMode = 'multi-process' | 'single-process';

/** What the arguments depend on. */
export interface LaunchArgumentOptions {
  readonly mode: BrowserMode;
  /** Of `--host-resolver-rules`; null: none. */
  readonly resolverRules: string | null;
}

/**
 * Features that Playwright turns off and we do too. Not among them, unlike in Playwright's own list:
 * `ThirdPartyStoragePartitioning`, because users' browsers partition the storage of embedded pages
 * and an embedded payment form that needs more than that is broken for users. A second
 * `--disable-features` replaces the first, so the list is whole.
 */
const DISABLED_FEATURES = [
  // Playwright's: navigation and screenshots depend on these.
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'PaintHolding',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  // The URL that the journey names is the one that is measured.
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  // Traffic of the browser's own.
  'LensOverlay',
  'MediaRouter',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
];

/**
 * Defaults of Playwright that make the browser unlike a user's. The rest stay: they silence the
 * browser's own traffic, keep pages in the background from being slowed, or Playwright needs them.
 */
export const IGNORED_DEFAULT_ARGUMENTS: readonly string[] = [
  // A page that floods the browser's channels is slowed for users, so it is slowed here.
  '--disable-ipc-flooding-protection',
  // Clicks of a journey are gestures and may open windows; a page by itself may not.
  '--disable-popup-blocking',
  // Software graphics for untrusted pages: slow, and a large surface to attack.
  '--enable-unsafe-swiftshader',
];

/**
 * Chromium's arguments, beside Playwright's own. None of the flags that serverless packages add to
 * make things work (no web security, insecure content, no site isolation): with them a lost CORS
 * header or mixed content would go unseen.
 */
export function launchArguments(options: LaunchArgumentOptions): readonly string[] {
  const { mode, resolverRules } = options;

  return [
    // The old headless mode: no window code, half the memory; a no-op where the binary is only that.
    '--headless=shell',
    `--disable-features=${DISABLED_FEATURES.join(',')}`,
    // Forked helpers need namespaces that Lambda does not give.
    '--no-zygote',
    // Without graphics runs are 1.9 times faster, screenshots five times.
    '--disable-gpu',
    '--disable-webgl',
    // The same glyph widths on every machine.
    '--font-render-hinting=none',
    // QUIC is raced against TCP and wins or loses by chance: two kinds of run in one series.
    '--disable-quic',
    // Names are resolved and addresses reached by the browser itself, else the rules below are void.
    '--no-proxy-server',
    // UDP to any address that a page likes would pass by the resolver rules.
    '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
    '--webrtc-ip-handling-policy=disable_non_proxied_udp',
    '--disable-domain-reliability',
    '--no-pings',
    ...(mode === 'single-process' ? ['--single-process'] : []),
    ...(resolverRules === null ? [] : [`--host-resolver-rules=${resolverRules}`]),
  ];
}
