import type { BrowserMode } from '../../lib/adapters/browser/launch-arguments.ts';

/** What one process model of one version did in many runs. */
export interface TrialCount {
  readonly mode: BrowserMode;
  readonly runs: number;
  readonly passed: number;
  /** Runs that did not pass, by cause. */
  readonly causes: Readonly<Record<string, number>>;
  readonly coreDumps: number;
  readonly meanMs: number;
}

/** A version of the package that was tried, and what came of it. */
export interface TriedVersion {
  readonly version: string;
  /** Date of its publication in the registry, ISO 8601. */
  readonly publishedOn: string;
  readonly passes: boolean;
  /** What was seen, for people. */
  readonly evidence: string;
}

/** How long a version that passes may be out before the deployed browser has to be it. */
export const MAX_LAG_DAYS = 60;

const DAY_MS = 86_400_000;
const RELEASE = /^(\d+)\.(\d+)\.(\d+)$/;

/** Whether a version passes: every run in both process models, and no core dump. */
export function isSound(counts: readonly TrialCount[]): boolean {
  const modes = new Set(counts.map(({ mode }) => mode));

  return (
    modes.size === 2 &&
    counts.every(({ runs, passed, coreDumps }) => runs > 0 && passed === runs && coreDumps === 0)
  );
}

/**
 * Why the browser in use is not current; null: it is. It is not when a newer version that passes, or
 * that was not tried, was published more than {@link MAX_LAG_DAYS} ago. Pre-releases do not count.
 */
export function currencyProblem(
  used: string,
  tried: readonly TriedVersion[],
  {
    published,
    nowMs,
  }: { readonly published: Readonly<Record<string, string>>; readonly nowMs: number },
): string | null {
  const verdicts = new Map(tried.map((each) => [each.version, each.passes]));
  if (verdicts.get(used) !== true) return `Chromium ${used} is used, which is not known to pass`;
  const late = Object.entries(published)
    .filter(([version]) => isNewer(version, used) && verdicts.get(version) !== false)
    .filter(([, date]) => nowMs - Date.parse(date) > MAX_LAG_DAYS * DAY_MS)
    .map(([version, date]) => {
      const state = verdicts.has(version) ? 'passes' : 'was not tried';

      return `${version} of ${date.slice(0, 10)} ${state}`;
    });

  return late.length === 0 ? null : `Chromium ${used} is used, but ${late.join(', ')}`;
}

function isNewer(version: string, than: string): boolean {
  const [a, b] = [partsOf(version), partsOf(than)];
  if (a === null || b === null) return false;
  const at = a.findIndex((part, index) => part !== b[index]);

  return at !== -1 && (a[at] ?? 0) > (b[at] ?? 0);
}

function partsOf(version: string): readonly number[] | null {
  return RELEASE.exec(version)?.slice(1).map(Number) ?? null;
}
