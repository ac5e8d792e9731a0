/** A browser binary with its libraries, fonts and cache. */
export interface ChromiumInstall {
  readonly executablePath: string;
  readonly source: 'given' | 'system' | 'package';
  /** Folder with the binary's libraries; null: the system's are used. */
  readonly libraryDir: string | null;
  /** Folder with the binary's `fonts.conf`; null: the system's is used. */
  readonly fontsDir: string | null;
  /** Folder for the browser's caches, such as the font list; null: the system's default. */
  readonly cacheDir: string | null;
}
