import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Download, Page } from 'playwright-core';
import { replaceCall } from './followed-calls.ts';
import { type DownloadedFiles, MAX_DOWNLOAD_BYTES } from './downloaded-files.ts';

/** Keeps the copies that a journey makes of a page's downloads in the run's own folder. */
export function keepDownloadsInside(
  page: Page,
  dir: string,
  watched: Pick<DownloadedFiles, 'bytes' | 'noteCopy' | 'noteCancelled'>,
): void {
  page.on('download', (download) => {
    const save = download.saveAs.bind(download);
    const cancel = download.cancel.bind(download);
    replaceCall(download, 'saveAs', async (file: string) => {
      const target = insideOf(dir, file);
      watched.noteCopy(await copiedBytes(download, watched.bytes()));
      await save(target);
    });
    replaceCall(download, 'cancel', async () => {
      watched.noteCancelled(download.url());
      await cancel();
    });
  });
}

function insideOf(dir: string, file: string): string {
  const target = path.resolve(dir, file);
  if (target.startsWith(`${dir}${path.sep}`)) return target;
  throw new RangeError(
    `Cannot save a download as "${file}": downloads are kept in the run's own folder and deleted ` +
      `after the run; expected a name such as "report.csv"`,
  );
}

async function copiedBytes(download: Download, usedBytes: number): Promise<number> {
  const { size } = await stat(await download.path());
  if (usedBytes + size <= MAX_DOWNLOAD_BYTES) return size;
  const limit = MAX_DOWNLOAD_BYTES / 1024 / 1024;
  throw new RangeError(
    `Cannot save a download of ${size} bytes: all downloads of a run and their copies may take ${limit} MB`,
  );
}

/** Deletes everything that was downloaded; the folder stays. */
export async function wipeDownloads(dir: string): Promise<void> {
  const names = await readdir(dir).catch(() => []);
  await Promise.all(
    names.map(async (name) => rm(path.join(dir, name), { recursive: true, force: true })),
  );
}
