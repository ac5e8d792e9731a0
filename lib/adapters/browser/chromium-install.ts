/** A browser that can be started. */
export interface ChromiumInstall {
  readonly executablePath: string;
  readonly source: 'given' | 'system' | 'package';
  /** Folder with the libraries that came with the binary; null: the system has them. */
  readonly libraryDir: string | null;
  /** Folder with the `fonts.conf` that came with the binary; null: the system's. */
  readonly fontsDir: string | null;
  /** Where what it computes once may be kept, such as the list of fonts; null: as the system has it. */
  readonly cacheDir: string | null;
}
