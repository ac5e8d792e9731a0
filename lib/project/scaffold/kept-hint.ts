import { readFileSync } from 'node:fs';
import type { Scaffold } from './scaffold.ts';
import { appCommand, IGNORED } from './settings-files.ts';

/** What the owner of a file that was there already may want to add to it; null: nothing is missing. */
export function keptHint(name: string, file: string, scaffold: Scaffold): string | null {
  if (name !== 'cdk.json' && name !== '.gitignore') return null;
  const text = textOf(file);
  if (name === 'cdk.json') {
    const { packageDir } = scaffold;

    return text.includes('waywiser/dist/bin/app.cjs')
      ? null
      : `to deploy from here, its "app" must be "${appCommand(packageDir)}"`;
  }
  const lines = text.split(/\r?\n/).map((line) => line.trim().replaceAll(/^\/|\/$/g, ''));
  const missing = IGNORED.filter((each) => !lines.includes(each.slice(0, -1)));

  return missing.length === 0 ? null : `add ${missing.join(', ')}`;
}

/** What cannot be read says nothing. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
