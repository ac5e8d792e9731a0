import type { ChromiumInstall } from './chromium-install.ts';

/** Environment variables that Chromium needs on Linux, macOS or Windows. */
const PASSED_VARIABLES = [
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
 * The environment of the browser's process: an allow-list, because a page that breaks out of its
 * sandbox can read it and ours holds credentials. Temporary files go into `tempDir`, because a
 * killed browser leaves them behind.
 */
export function chromiumEnvironment(
  install: ChromiumInstall,
  tempDir: string,
): Record<string, string> {
  // oxlint-disable-next-line node/no-process-env -- a child's environment is a choice from ours
  const own = process.env;
  const passed = PASSED_VARIABLES.flatMap((name) => {
    const value = own[name];

    return value === undefined ? [] : [[name, value] as const];
  });

  return {
    ...Object.fromEntries(passed),
    TMPDIR: tempDir,
    TEMP: tempDir,
    TMP: tempDir,
    ...(install.libraryDir === null ? {} : { LD_LIBRARY_PATH: install.libraryDir }),
    ...(install.fontsDir === null ? {} : { FONTCONFIG_PATH: install.fontsDir }),
    ...(install.cacheDir === null ? {} : { XDG_CACHE_HOME: install.cacheDir }),
  };
}
