import type { ChromiumInstall } from './chromium-install.ts';

/** What Chromium needs of the environment, on one platform or another. */
const KEPT_NAMES = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TZ',
  // Windows
  'SystemRoot',
  'SystemDrive',
  'windir',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'ProgramData',
  'ProgramFiles',
];

/**
 * The environment of the browser's process: a few names and nothing else, because a page that
 * breaks out of its sandbox reads it, and ours holds credentials. Its temporary files go into
 * `tempDir`, because a browser that is killed leaves them behind.
 */
export function chromiumEnvironment(
  install: ChromiumInstall,
  tempDir: string,
): Record<string, string> {
  // oxlint-disable-next-line node/no-process-env -- a child's environment is a choice from ours
  const own = process.env;
  const kept = KEPT_NAMES.flatMap((name) => {
    const value = own[name];

    return value === undefined ? [] : [[name, value] as const];
  });

  return {
    ...Object.fromEntries(kept),
    TMPDIR: tempDir,
    TEMP: tempDir,
    TMP: tempDir,
    ...(install.libraryDir === null ? {} : { LD_LIBRARY_PATH: install.libraryDir }),
    ...(install.fontsDir === null ? {} : { FONTCONFIG_PATH: install.fontsDir }),
    ...(install.cacheDir === null ? {} : { XDG_CACHE_HOME: install.cacheDir }),
  };
}
