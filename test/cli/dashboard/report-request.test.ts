import path from 'node:path';
import {
  readReportRequest,
  type ReportOptions,
} from '../../../lib/cli/dashboard/report-request.ts';
import { temporaryDir } from '../../support/temporary-dir.ts';

const NOW_MS = Date.UTC(2026, 10, 23, 12, 30);
const KNOWN = ['checkout', 'search'];

let cwd = '';
let remove: () => Promise<void>;

beforeEach(async () => {
  ({ path: cwd, remove } = await temporaryDir());
});

afterEach(async () => remove());

function read(options: Partial<ReportOptions>) {
  const frame = { nowMs: NOW_MS, cwd, stage: 'prod', known: KNOWN };

  return readReportRequest({ journeys: [], ...options }, frame);
}

describe('readReportRequest()', () => {
  it('is of all journeys over 90 days until the last full hour, in a file named by stage and day', () => {
    expect(read({})).toEqual({
      range: { fromMs: Date.UTC(2026, 7, 25, 12), toMs: Date.UTC(2026, 10, 23, 12) },
      file: path.join(cwd, 'waywiser-prod-2026-11-23.html'),
      pdf: null,
    });
  });

  it('takes a time, files and journeys as they are typed', () => {
    const options = { journeys: ['search'], since: '2026-11-20T06:10:00Z', out: 'r.html' };

    expect(read({ ...options, pdf: 'r.pdf' })).toEqual({
      range: { fromMs: Date.UTC(2026, 10, 20, 6), toMs: Date.UTC(2026, 10, 23, 12) },
      file: path.join(cwd, 'r.html'),
      pdf: path.join(cwd, 'r.pdf'),
    });
  });

  it.each<[Partial<ReportOptions>, string]>([
    [{ since: '90q' }, 'Cannot read --since "90q"; expected a length of time such as 24h'],
    [{ since: '10m' }, 'Cannot report since "10m"; expected a time before the last full hour'],
    [{ out: 'gone/r.html' }, 'gone; expected --out in a folder that is there'],
    [{ pdf: 'gone/r.pdf' }, 'gone; expected --pdf in a folder that is there'],
    [
      { journeys: ['search', 'chekout'] },
      'Cannot report on journey "chekout": it has no history and is not in the project; did you mean "checkout"? expected one of checkout, search',
    ],
  ])('of %j it says what is wrong', (options, words) => {
    expect(read(options)).toContain(words);
  });
});
