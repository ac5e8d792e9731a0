import { spawn } from 'node:child_process';

/** What opens an address, by platform. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  // `start` takes its first word in quotes for a title.
  win32: ['cmd', '/c', 'start', '""'],
};
const USUAL_OPENER = ['xdg-open'];

/** Shows an address of this machine in the user's browser; `failed` is called if no program opens it. */
export function openBrowser(url: string, failed: (reason: string) => void): void {
  const [command = '', ...words] = OPENERS[process.platform] ?? USUAL_OPENER;
  const child = spawn(command, [...words, url], { stdio: 'ignore', detached: true });
  child.once('error', ({ message }) => failed(message));
  child.once('exit', (code) => {
    if (code !== null && code !== 0) failed(`${command} ended with code ${code}`);
  });
  // It is the user's: this process may end before it.
  child.unref();
}
