import type { BrowserRequest } from './browser-request.ts';
import { networkCodeIn } from './network-causes.ts';
import type { FailedDocument } from './network-failure.ts';

/** The code of a navigation that was given up, by the page or by the browser. */
const ABORTED = 'net::ERR_ABORTED';

/** The document that failed: the page's latest one, or the one that an error names; null: none did. */
export function failedDocument(latest: BrowserRequest | null, text: string): FailedDocument | null {
  const seen = codeIn(latest?.error ?? '');
  if (latest !== null && seen !== null) return { ...latest, code: seen };
  const said = codeIn(text);
  const url = / at (\S+)/.exec(text)?.[1];
  if (said === null || url === undefined) return null;

  return { url, code: said, isRedirected: latest?.isRedirected === true && latest.url === url };
}

function codeIn(text: string): string | null {
  const code = networkCodeIn(text);

  return code === ABORTED ? null : code;
}
