import type { RunFrame } from '../../../../lib/core/ports.ts';
import {
  downloadedFiles,
  interruptedDownload,
} from '../../../../lib/adapters/browser/session/downloaded-files.ts';

const URL = 'https://shop.example/report.csv';
const FRAME: RunFrame = {
  elapsedMs: () => 0,
  currentStep: () => null,
  stepsAt: () => [],
  signal: new AbortController().signal,
  remainingMs: () => 1_000,
};

test.each(['before', 'after'])(
  'a file that the journey gives up %s its begin is reported was not cut off',
  (when) => {
    const files = downloadedFiles(FRAME);
    if (when === 'before') files.noteCancelled(URL);
    const file = files.begin('1', URL);
    if (when === 'after') files.noteCancelled(URL);
    file.error = '0 bytes of the file were received';

    expect(interruptedDownload(files.all())).toBeNull();
  },
);

test('the next file of the same address was', () => {
  const files = downloadedFiles(FRAME);
  files.noteCancelled(URL);
  files.begin('1', URL).error = 'given up';
  files.begin('2', URL).error = '12 of 40 bytes of the file were received';

  expect(interruptedDownload(files.all())).toMatchObject({ cause: 'target.body' });
});
