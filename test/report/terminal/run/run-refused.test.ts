import { renderRun } from '../../../../lib/report/terminal/run/run-tree.ts';
import { plainPaint } from '../../../../lib/report/terminal/text/paint.ts';
import { refusedConnection } from '../../../support/refused-connections.ts';
import { passedRecord } from '../../../support/records.ts';

const screen = { paint: plainPaint, columns: 100 };

describe('refusedLines()', () => {
  it('refusedLines() names address, port, side and the setting that would allow it', () => {
    const metadata = refusedConnection({
      address: 'fd00:ec2::254',
      port: 80,
      by: 'journey',
      setting: 'none',
      count: 1,
    });

    const text = renderRun(passedRecord({ refused: [refusedConnection(), metadata] }), screen);

    expect(text).toContain(
      [
        '  refused  10.0.0.5:5432 (TCP) · 3 attempts by the browser · to allow it: allowPrivate',
        '           [fd00:ec2::254]:80 (TCP) · 1 attempt by the journey · no setting allows it',
      ].join('\n'),
    );
  });

  it('refusedLines() shows five addresses and counts the others, with those left out', () => {
    const refused = Array.from({ length: 7 }, (_, port) => refusedConnection({ port }));
    const record = passedRecord({ refused, omitted: { refused: 10 } });

    expect(renderRun(record, screen)).toContain('\n           and 12 more');
    expect(renderRun(record, screen)).not.toContain('10.0.0.5:5 ');
    expect(renderRun(record, { ...screen, verbose: true })).toContain('10.0.0.5:6 (TCP)');
  });
});
