import type { ChromiumInstall } from './chromium-install.ts';
import type { BrowserMode } from './launch-arguments.ts';

/**
 * Whether to start a browser with its sandbox. Root cannot use it, one process cannot have it, and
 * Lambda has no namespaces to build it from.
 */
export function wantsSandbox(
  install: Pick<ChromiumInstall, 'source'>,
  { mode, isLambda }: { readonly mode: BrowserMode; readonly isLambda: boolean },
): boolean {
  const isRoot = process.getuid?.() === 0;

  return !isRoot && mode === 'multi-process' && !(isLambda && install.source === 'package');
}

/**
 * What Chromium says when its sandbox, and nothing else, keeps it from starting: a container or a
 * kernel without unprivileged namespaces, or a helper that is not installed.
 * https://source.chromium.org/chromium/chromium/src/+/main:content/browser/zygote_host/zygote_host_impl_linux.cc
 */
const SANDBOX_FAILURES = [
  'No usable sandbox!',
  'The SUID sandbox helper binary was found, but is not configured correctly',
  'The setuid sandbox is not running as root',
  'Failed to move to new namespace',
  'Running as root without --no-sandbox is not supported',
];

/** Whether a failed start is the sandbox's; only then may the browser start without one. */
export function isSandboxFailure(error: unknown): boolean {
  const text = String(error);

  return SANDBOX_FAILURES.some((each) => text.includes(each));
}
