/** Process model of Chromium. */
export type BrowserMode = 'multi-process' | 'single-process';

/** What the arguments need to know of a forwarder. */
export interface ForwarderArguments {
  readonly port: number;
  /** SHA-256 of its public key, in base64. */
  readonly keyHash: string;
  /** Whether its server counts as one of the internet, not as one of this machine. */
  readonly isPublic: boolean;
}

/** Options that the arguments depend on. */
export interface LaunchArgumentOptions {
  readonly mode: BrowserMode;
  /** Value of `--host-resolver-rules`; null: none. */
  readonly resolverRules: string | null;
  /** Where connections with a client certificate are led; null or absent: there are none. */
  readonly forwarder?: ForwarderArguments | null;
  /** Whether the browser has its sandbox. Default: it has not. */
  readonly sandbox?: boolean;
  /** Whether pages have WebGL, drawn in software. Default: they have no graphics. */
  readonly webgl?: boolean;
}

/**
 * Features that are disabled, as in Playwright, except for one of Playwright's list:
 * `ThirdPartyStoragePartitioning`, because users' browsers partition the storage of embedded pages
 * and an embedded payment form that needs more than that is broken for users. A second
 * `--disable-features` replaces the first, so the list must be complete.
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

const UNSAFE_GRAPHICS = '--enable-unsafe-swiftshader';

/**
 * Playwright's default arguments that are removed, because they make the browser unlike a user's.
 * The others stay: they suppress the browser's own traffic, prevent throttling of background pages,
 * or are needed by Playwright.
 */
const IGNORED_DEFAULT_ARGUMENTS: readonly string[] = [
  // A page that floods the browser's channels is slowed for users, so it is slowed here.
  '--disable-ipc-flooding-protection',
  // Clicks of a journey are gestures and may open windows; a page by itself may not.
  '--disable-popup-blocking',
  // Software graphics for untrusted pages: slow, and a large surface to attack. The option `webgl` adds it.
  UNSAFE_GRAPHICS,
];

/** The arguments to ignore for these options. Playwright would ignore an argument of our own as well. */
export function ignoredDefaultArguments({
  webgl = false,
}: Pick<LaunchArgumentOptions, 'webgl'> = {}): readonly string[] {
  return IGNORED_DEFAULT_ARGUMENTS.filter((each) => !webgl || each !== UNSAFE_GRAPHICS);
}

const NO_GRAPHICS = [
  // Without graphics runs are 1.9 times faster, screenshots five times.
  '--disable-gpu',
  // Nor software graphics instead: without its library, Chromium 152 and later end at the first
  // page in single-process mode.
  '--disable-software-rasterizer',
  '--disable-webgl',
];

/** For WebGL alone: the page itself is drawn as without it, on every machine in the same way. */
const SOFTWARE_GRAPHICS = ['--disable-gpu', UNSAFE_GRAPHICS];

/**
 * Chromium's arguments in addition to Playwright's. Flags that serverless packages usually add (no
 * web security, insecure content, no site isolation) are left out: with them a missing CORS header
 * or mixed content would not be detected.
 */
export function launchArguments(options: LaunchArgumentOptions): readonly string[] {
  const { mode, resolverRules, sandbox = false, webgl = false, forwarder = null } = options;

  return [
    // The old headless mode: no window code, half the memory. No effect if the binary supports
    // nothing else.
    '--headless=shell',
    `--disable-features=${DISABLED_FEATURES.join(',')}`,
    // Lambda does not provide the namespaces that forked helpers need; the sandbox needs the helpers.
    ...(sandbox ? [] : ['--no-zygote']),
    ...(webgl ? SOFTWARE_GRAPHICS : NO_GRAPHICS),
    // The same glyph widths on every machine.
    '--font-render-hinting=none',
    // QUIC races against TCP and wins at random, which would mix two kinds of runs in one series.
    '--disable-quic',
    // With a proxy, the browser would not resolve names itself and the rules below would have no
    // effect.
    '--no-proxy-server',
    // UDP of WebRTC would bypass the resolver rules.
    '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
    '--webrtc-ip-handling-policy=disable_non_proxied_udp',
    '--disable-domain-reliability',
    '--no-pings',
    ...(mode === 'single-process' ? ['--single-process'] : []),
    ...(resolverRules === null ? [] : [`--host-resolver-rules=${resolverRules}`]),
    ...(forwarder === null ? [] : forwarderArguments(forwarder)),
  ];
}

/**
 * Trust in the forwarder's key, which no other server has. Its address is one of loopback, which pages of
 * the internet may not request, as they may its server.
 */
function forwarderArguments({ port, keyHash, isPublic }: ForwarderArguments): readonly string[] {
  return [
    `--ignore-certificate-errors-spki-list=${keyHash}`,
    ...(isPublic ? [`--ip-address-space-overrides=127.0.0.1:${port}=public`] : []),
  ];
}
