// Launches the packaged Chromium as another user, and prints whether it has its sandbox and how the
// kernel confines the renderers. Arguments: a folder, and the user's id for root to become.
import { chownSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findChromium } from '../../lib/adapters/browser/find-chromium.ts';
import { launchChromium } from '../../lib/adapters/browser/launch-chromium.ts';

async function main([dir = '', uid = '']: readonly string[]): Promise<string> {
  const user = Number(uid);
  const cacheDir = path.join(dir, 'cache');
  mkdirSync(cacheDir);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) for (const folder of [dir, cacheDir]) chownSync(folder, user, user);
  const anchorPath = path.resolve('dist/page-observer.js');
  const install = await findChromium({ chromiumPath: null, cacheDir, anchorPath });
  process.chdir(dir);
  process.env['TMPDIR'] = dir;
  if (isRoot) {
    process.setgid?.(user);
    process.setuid?.(user);
  }

  const launched = await launchChromium(install, {
    mode: 'multi-process',
    resolverRules: null,
    cacheDir,
    sandbox: true,
  });
  const page = await launched.browser.newPage();
  await page.goto('data:text/html,<p>text</p>');
  const seccomp = renderers().map(
    (pid) => /^Seccomp:\s+(\d)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '',
  );
  await launched.end();

  return JSON.stringify({ sandbox: launched.sandbox, seccomp });
}

/** Processes that render pages for this user. */
function renderers(): readonly string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      const text = readFileSync(`/proc/${name}/cmdline`, 'utf8');

      return text.includes('--type=renderer') && text.includes(process.env['TMPDIR'] ?? '-');
    } catch {
      // No process, or one that has ended.
      return false;
    }
  });
}

main(process.argv.slice(2)).then(
  (line) => {
    process.stdout.write(line);
    process.exit(0);
  },
  (error: unknown) => {
    process.stderr.write(String(error));
    process.exit(1);
  },
);
