import { MALFORMATIONS } from '../../../lib/core/record/malformation.ts';
import { describeMalformation } from '../../../lib/report/format/describe-malformation.ts';
import { requestFacts } from '../../../lib/report/html/run/run-request-facts.ts';
import { describeRequest } from '../../../lib/report/terminal/run/request-phases.ts';
import { requestRecord } from '../../support/record-parts.ts';

describe('describeMalformation()', () => {
  it('describeMalformation() has words of its own for every kind', () => {
    const words = MALFORMATIONS.map(describeMalformation);

    expect(new Set(words).size).toBe(MALFORMATIONS.length);
  });
});

describe('a request with a malformed answer after a 103', () => {
  const request = requestRecord({
    interim: [{ status: 103, atMs: 12.25 }],
    malformed: ['bare-line-feed', 'bytes-after-body'],
  });

  it('is described in the terminal', () => {
    expect(describeRequest(request)).toEqual(
      expect.arrayContaining([
        '103 after 12.3 ms',
        'malformed: lines of the head that end without a carriage return',
        'malformed: bytes after the end of the body, ignored',
      ]),
    );
  });

  it('is described on the page of its run', () => {
    const { markup } = requestFacts(request);

    expect(markup).toContain('103 after 12.3 ms');
    expect(markup).toContain(
      'lines of the head that end without a carriage return; bytes after the end of the body, ignored',
    );
  });

  it('has none of these facts when the answer was plain', () => {
    const { markup } = requestFacts(requestRecord({}));

    expect(markup).not.toContain('malformed');
    expect(describeRequest(requestRecord({})).join()).not.toContain('malformed');
  });
});
