import { runView } from '../../../../lib/report/html/run/run-page.ts';
import { PAGE_CONTEXT, runPage, textOf } from '../../../support/run-page-parts.ts';
import { instrumentReading } from '../../../support/record-parts.ts';
import { passedRecord } from '../../../support/records.ts';
import { refusedConnection } from '../../../support/refused-connections.ts';

describe('runRefusedPart()', () => {
  it('runRefusedPart() lists refused connections, and the page says how complete the checks were', () => {
    const record = passedRecord({
      refused: [refusedConnection({ protocol: 'udp' })],
      omitted: { refused: 2 },
      instrument: instrumentReading({ containment: 'partial' }),
    });

    const text = textOf(runView(runPage(record), PAGE_CONTEXT).body.markup);

    expect(text).toContain('10.0.0.5:5432 (UDP) browser 41.0 ms 3 to allow it: allowPrivate');
    expect(text).toContain('2 more not stored in this record');
    expect(text).toContain('containment partial: only names and responses were checked');
  });

  it('runRefusedPart() is left out when nothing was refused', () => {
    const { markup } = runView(runPage(passedRecord()), PAGE_CONTEXT).body;

    expect(markup).not.toContain('Refused connections');
  });
});
