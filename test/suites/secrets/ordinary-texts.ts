import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Documents, sources, pages and data that hold no secret: of this project and of what it uses. */
export function ordinaryTexts(): readonly string[] {
  const folders = [
    'docs',
    'lib/report',
    'lib/core',
    'lib/web',
    'examples',
    'test/fixtures/imports',
  ];
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:md|ts|css|json|har|ya?ml)$/.test(entry.name))
      .map((entry) => path.join(entry.parentPath, entry.name)),
  );

  return [...files, 'package-lock.json', 'dist/page-observer.js'].map((file) =>
    readFileSync(file, 'utf8'),
  );
}
