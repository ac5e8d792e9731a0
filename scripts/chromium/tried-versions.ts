import type { TriedVersion } from './currency.ts';

/**
 * Versions of the package with Lambda's Chromium that were tried with `scripts/chromium/main.ts`, oldest
 * first. A version that is skipped on the way to a newer one that passes needs no row.
 */
export const TRIED_VERSIONS: readonly TriedVersion[] = [
  {
    version: '147.0.0',
    publishedOn: '2026-04-10',
    passes: true,
    evidence: '5 of 5 runs multi-process, 5 of 5 single-process',
  },
  {
    version: '149.0.0',
    publishedOn: '2026-05-27',
    passes: true,
    evidence: '5 of 5 runs multi-process, 5 of 5 single-process',
  },
  {
    version: '152.0.0',
    publishedOn: '2026-09-08',
    passes: true,
    evidence:
      '5 of 5 runs multi-process, 1,000 of 1,000 single-process with --disable-software-rasterizer, 0 of 5 without',
  },
  {
    version: '153.0.0',
    publishedOn: '2026-09-11',
    passes: true,
    evidence:
      '1,000 of 1,000 runs multi-process, 10 of 10 single-process with --disable-software-rasterizer (0 of 5 without); no core dumps with the guard, 4 of 10 single-process runs left one without it',
  },
];
