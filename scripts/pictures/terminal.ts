// Takes a screenshot of the output of a command, as a terminal shows it.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { STATE_VARIABLE } from '../../lib/cli/frame/paths.ts';
import { drawingBrowser } from './drawing-browser.ts';

const FOLDER = 'docs/images';
const COLUMNS = 104;

/** Colours of the standard SGR codes on a dark background. */
const COLOURS: Readonly<Record<number, string>> = {
  31: '#f07178',
  32: '#a5d66f',
  33: '#ffcb6b',
  34: '#82aaff',
  35: '#c792ea',
  36: '#7fdbca',
  37: '#d6deeb',
};
const DIM = '#7d8b99';

const STYLE = `pre { margin: 0; padding: 22px 26px; width: max-content; max-width: ${COLUMNS}ch; white-space: pre-wrap; background: #10181f; color: #d6deeb; font: 14px/1.35 'DejaVu Sans Mono', 'Liberation Mono', monospace; }`;

const ESCAPE = '\u001B[';
// oxlint-disable-next-line no-control-regex -- the escape character is what is looked for
const SGR = /(\u001B\[[0-9;]*m)/;

/** Text with SGR codes as HTML. */
function terminalHtml(text: string): string {
  const open: number[] = [];

  return text
    .split(SGR)
    .map((part) => {
      if (!part.startsWith(ESCAPE)) return styled(part, open);
      for (const code of part.slice(ESCAPE.length, -1).split(';')) note(open, Number(code));

      return '';
    })
    .join('');
}

function note(open: number[], code: number): void {
  if (code === 0) open.length = 0;
  else if (code === 22) drop(open, (each) => each === 1 || each === 2);
  else if (code === 39) drop(open, (each) => each >= 30 && each <= 37);
  else open.push(code);
}

function drop(open: number[], unwanted: (code: number) => boolean): void {
  open.splice(0, open.length, ...open.filter((code) => !unwanted(code)));
}

function styled(text: string, open: readonly number[]): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const colour = open.includes(2) ? DIM : COLOURS[open.findLast((code) => code >= 30) ?? 0];
  const weight = open.includes(1) ? 'font-weight:bold;' : '';
  if (colour === undefined && weight === '') return escaped;

  return `<span style="${weight}${colour === undefined ? '' : `color:${colour}`}">${escaped}</span>`;
}

function commandOutput(args: readonly string[]): string {
  const command = ['dist/bin/waywiser.cjs', ...args];
  const result = spawnSync(process.execPath, command, {
    encoding: 'utf8',
    env: { ...process.env, FORCE_COLOR: '1', COLUMNS: String(COLUMNS) },
  });

  const state = process.env[STATE_VARIABLE];
  const prefix = state === undefined ? '' : `${STATE_VARIABLE}=${state} `;

  // Standard error, such as a note about compressed time, belongs to the picture.
  return `$ ${prefix}npx waywiser ${args.join(' ')}\n${result.stderr}${result.stdout}`;
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const [name = 'run', ...command] = args;
  mkdirSync(FOLDER, { recursive: true });
  const browser = await drawingBrowser();
  const page = await browser.newPage({ deviceScaleFactor: 2 });
  const text = commandOutput(command.length > 0 ? command : ['run', 'browse-and-buy']);
  await page.setContent(
    `<!doctype html><style>${STYLE}</style><pre>${terminalHtml(text.trimEnd())}</pre>`,
  );
  await page.locator('pre').screenshot({ path: path.join(FOLDER, `${name}.png`) });
  await browser.close();
}

await main();
