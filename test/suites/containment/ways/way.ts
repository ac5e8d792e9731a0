/**
 * A way to reach an address. In its texts, `$U` stands for the stand-in's URL by http, `$S` by https,
 * `$W` by ws, `$H` for its host and port, `$A` for the host alone, `$P` for the port, `$N` for a port of the
 * site, `$B` for the address of the way's own files on the public site.
 */
export interface Way {
  readonly name: string;
  /** The page's HTML. */
  readonly html?: string;
  /** The page's script, in an HTML of its own. */
  readonly script?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status?: number;
  /** Files of the way on the public site, by name. */
  readonly files?: Readonly<Record<string, WayFile>>;
  /** What the journey does: a name in `campaign.journey.ts`; default: it opens the page and waits. */
  readonly act?: string;
  /** Opened by https. */
  readonly secure?: boolean;
  /** The target as a URL writes it, such as `[::1]`; default: the next of a list. */
  readonly host?: string;
  /** The browser itself gives up before it connects, guard or not, so that there is nothing to report. */
  readonly silent?: boolean;
  /** It fails the run as `security.blocked`. */
  readonly blocks?: boolean;
}

/** A file of a way on the public site. */
export interface WayFile {
  readonly body?: string;
  readonly type?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Ways that are tried together or each in a run of its own. */
export interface WayGroup {
  readonly name: string;
  /** `together`: each in a frame of one page. `alone`: each in a run. */
  readonly how: 'together' | 'alone';
  readonly ways: readonly Way[];
}

/** Ways from pairs of a name and an HTML. */
export function htmlWays(entries: Readonly<Record<string, string>>): readonly Way[] {
  return Object.entries(entries).map(([name, html]) => ({ name, html }));
}

/** Ways from pairs of a name and a script. */
export function scriptWays(entries: Readonly<Record<string, string>>): readonly Way[] {
  return Object.entries(entries).map(([name, script]) => ({ name, script }));
}
