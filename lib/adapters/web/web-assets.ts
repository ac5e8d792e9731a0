import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** A script or stylesheet of pages. */
export interface WebAssetFile {
  readonly contentType: string;
  readonly text: string;
  /** A hash of the content, for the address. */
  readonly version: string;
}

const VERSION_LENGTH = 12;

/** Reads the built script and stylesheet of pages. */
export async function readWebAssets(
  webDir: string,
): Promise<Readonly<Record<'app.js' | 'style.css', WebAssetFile>>> {
  const [script, style] = await Promise.all([
    readAsset(path.join(webDir, 'app.js'), 'text/javascript; charset=utf-8'),
    readAsset(path.join(webDir, 'style.css'), 'text/css; charset=utf-8'),
  ]);

  return { 'app.js': script, 'style.css': style };
}

async function readAsset(file: string, contentType: string): Promise<WebAssetFile> {
  const text = await readFile(file, 'utf8');
  const hash = createHash('sha256').update(text).digest('base64url');

  return { contentType, text, version: hash.slice(0, VERSION_LENGTH) };
}
