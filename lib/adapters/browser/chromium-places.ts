import path from 'node:path';

/** Usual installation paths, stable Chrome before Chromium. */
export function installedPaths(): readonly string[] {
  if (process.platform === 'darwin') {
    return [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ];
  }
  if (process.platform === 'win32') {
    return ['C:\\Program Files', 'C:\\Program Files (x86)'].map((folder) =>
      path.win32.join(folder, 'Google\\Chrome\\Application\\chrome.exe'),
    );
  }

  return [
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
    '/opt/google/chrome/chrome',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/lib/chromium/chromium',
  ];
}

/** Used if the cache is not writable (a read-only home, Lambda). */
export function fallbackCacheDir(): string {
  return `/tmp/waywiser-${ownUid()}`;
}

/** This user's id; 0 where there are none. */
export function ownUid(): number {
  return process.getuid?.() ?? 0;
}

/**
 * Every file that may be the browser, for a process that starts nothing else. A path that ends in `/`
 * stands for the folder.
 */
export function chromiumPrograms(options: {
  readonly chromiumPath: string | null;
  readonly cacheDir: string;
}): readonly string[] {
  const { chromiumPath, cacheDir } = options;
  if (chromiumPath !== null) return [chromiumPath];

  return [...installedPaths(), `${cacheDir}/`, `${fallbackCacheDir()}/`];
}
