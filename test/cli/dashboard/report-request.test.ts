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
  it('readReportRequest() defaults to 90 days until the last full hour, in a file named by stage and day', () => {
    expect(read({})).toEqual({
      range: { fromMs: Date.UTC(2026, 7, 25, 12), toMs: Date.UTC(2026, 10, 23, 12) },
      file: path.join(cwd, 'waywiser-prod-2026-11-23.html'),
      pdf: null,
    });
  });

  it('readReportRequest() reads --since, --out and --pdf', () => {
    const options = { journeys: ['search'], since: '2026-11-20T06:10:00Z', out: 'r.html' };

    expect(read({ ...options, pdf: 'r.pdf' })).toEqual({
      range: { fromMs: Date.UTC(2026, 10, 20, 6), toMs: Date.UTC(2026, 10, 23, 12) },
      file: path.join(cwd, 'r.html'),
      pdf: path.join(cwd, 'r.pdf'),
    });
  });

  it.each<[Partial<ReportOptions>, string]>([
    [{ since: '90q' }, 'Cannot read --since "90q"; expected a duration such as 24h'],
    [
      { since: '10m' },
      'Cannot report since "10m": it is in the current hour or later; expected a time before the last full hour',
    ],
    [{ out: 'gone/r.html' }, 'gone does not exist; expected --out in an existing folder'],
    [{ pdf: 'gone/r.pdf' }, 'gone does not exist; expected --pdf in an existing folder'],
    [
      { journeys: ['search', 'chekout'] },
      'Cannot report on journey "chekout": it is not in the project and has no history; did you mean "checkout"? expected one of checkout, search',
    ],
  ])('readReportRequest() returns the problem of %j', (options, text) => {
    expect(read(options)).toContain(text);
  });
});
