import { renderGithubAnnotations } from '../../../lib/report/ci/github-annotations.ts';
import { erroredRecord, failedRecord, passedRecord, skippedRecord } from '../../support/records.ts';
import { flakyRecord } from '../../support/flaky-record.ts';

describe('renderGithubAnnotations', () => {
  it('renderGithubAnnotations() marks the line in the journey when a run failed', () => {
    expect(renderGithubAnnotations([failedRecord()])).toBe(
      '::error file=journeys/browse-and-buy.journey.ts,line=4,col=11,title=browse-and-buy (eu-west-1)%3A failed::' +
        "expect(locator).toBeVisible() failed%0A%0ALocator: getByRole('heading', { name: 'Thank you' })%0A" +
        'Expected: visible%0AReceived: <element(s) not found>%0ATimeout: 5000ms%0AIn step: confirm%0A' +
        'Evidence (screenshot): .waywiser/evidence/run-1/failure.png%0A' +
        'Evidence (trace): .waywiser/evidence/run-1/trace.zip',
    );
  });

  it('renderGithubAnnotations() escapes what ends a command or a property when texts are hostile', () => {
    const record = failedRecord({
      journey: 'a,b:c%\n::error::d',
      error: {
        message: '100%\r\n::set-env::x',
        step: 'a\u001B[2J\nb',
        file: null,
        line: null,
        column: null,
      },
      evidence: [],
    });

    expect(renderGithubAnnotations([record])).toBe(
      '::error title=a%2Cb%3Ac%25 %3A%3Aerror%3A%3Ad (eu-west-1)%3A failed::100%25%0A::set-env::x%0AIn step: a b',
    );
  });

  it('renderGithubAnnotations() says what is unknown and warns of the flaky when others passed', () => {
    const records = [
      passedRecord(),
      skippedRecord(),
      passedRecord({ flaky: true, attempts: 2 }),
      erroredRecord({ evidence: [] }),
    ];

    const lines = renderGithubAnnotations(records).split('\n');

    expect(lines).toEqual([
      '::warning title=api-catalogue (local)%3A flaky::Passed at attempt 2.',
      '::error file=journeys/api-catalogue.journey.ts,line=9,col=32,title=api-catalogue (local)%3A errored::No resolver answers: shop.test could not be looked up, and neither could localhost.%0AIn step: list the products',
    ]);
  });

  it('renderGithubAnnotations() says why the first attempt of a flaky run failed', () => {
    expect(renderGithubAnnotations([flakyRecord()])).toBe(
      '::warning title=api-catalogue (local)%3A flaky::Passed at attempt 2.%0AAttempt 1: target.assertion: expect(locator).toHaveText(expected) failed%0AEvidence (screenshot): .waywiser/evidence/run-1/screenshot.png',
    );
  });

  it('renderGithubAnnotations() is empty when all passed', () => {
    expect(renderGithubAnnotations([passedRecord()])).toBe('');
  });
});
