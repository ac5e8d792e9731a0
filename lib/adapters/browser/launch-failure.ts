import { RunFailure } from '../../core/record/outcome.ts';
import { freeSpaceFailure } from './machine-resources.ts';
import type { ChromiumInstall } from './chromium-install.ts';
import { errorText } from '../../core/base/error-text.ts';

/** Why a browser did not start, with a remedy if one is known. */
export async function launchFailure(error: unknown, install: ChromiumInstall): Promise<RunFailure> {
  const full = await freeSpaceFailure();
  if (full !== null) return full;
  const text = errorText(error);
  const what = `Cannot start the browser "${install.executablePath}"`;
  const library = /error while loading shared libraries: ([^:\s]+)/.exec(text)?.[1];
  if (library !== undefined) {
    const remedy = `the shared library ${library} is missing; install the packages that Chromium needs, or set WAYWISER_CHROMIUM to another browser`;

    return new RunFailure('monitor.browser', `${what}: ${remedy}`, { cause: error });
  }
  const disk = /\b(ENOSPC|EDQUOT|EROFS|EIO)\b[^\n]*/.exec(text)?.[0];
  if (disk !== undefined) {
    return new RunFailure('monitor.disk', `${what}: ${disk}`, { cause: error });
  }
  if (/Cannot allocate memory|Out of memory|ENOMEM/i.test(text)) {
    return new RunFailure('monitor.memory', `${what}: this machine has no memory left`, {
      cause: error,
    });
  }

  return new RunFailure('monitor.browser', `${what}: ${reasonIn(text)}`, { cause: error });
}

/** The exit and the last error line from Playwright's long report. */
function reasonIn(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const exit = lines.find((line) => line.includes('<process did exit'));
  const words = lines.filter((line) => /\[err\]/.test(line)).at(-1);
  const found = [exit, words].flatMap((line) =>
    line === undefined ? [] : [line.replace(/^-?\s*(\[pid=\d+\])?\s*/, '')],
  );

  return found.length > 0 ? found.join('; ') : (lines[0] ?? 'unknown reason');
}
