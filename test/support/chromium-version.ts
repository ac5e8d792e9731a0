import { readFileSync } from 'node:fs';

const manifest: { readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);

/** Version of the npm package with the browser, exact as all dependencies. */
export const PACKAGED_CHROMIUM = manifest.dependencies['@sparticuz/chromium'] ?? '';
