import { existsSync } from 'node:fs';
import path from 'node:path';

/** What a project's commands need; the rest comes with them. */
const NEEDED = ['waywiser', 'aws-cdk', 'aws-cdk-lib', 'typescript'];

/** What to type after a project was made in a folder, from where one is: three commands, and the way there. */
export function nextCommands(folder: string, cwd: string): readonly string[] {
  const relative = path.relative(cwd, folder);
  const isInstalled = NEEDED.every((name) => liesIn(folder, name));
  const commands = [
    ...(isInstalled ? [] : ['npm install']),
    'npx waywiser run',
    'npx waywiser dev',
    ...(isInstalled ? ['npx cdk synth'] : []),
  ];

  return relative === '' ? commands : [`cd ${shellWord(relative)}`, ...commands];
}

function liesIn(folder: string, name: string): boolean {
  if (existsSync(path.join(folder, 'node_modules', name, 'package.json'))) return true;
  const parent = path.dirname(folder);

  return parent !== folder && liesIn(parent, name);
}

/** As a shell reads one word. */
function shellWord(text: string): string {
  return /^[\w./\\:@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
