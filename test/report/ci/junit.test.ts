import * as fc from 'fast-check';
import { renderJunit } from '../../../lib/report/ci/junit.ts';
import { stepRecord } from '../../support/record-parts.ts';
import { erroredRecord, failedRecord, passedRecord, skippedRecord } from '../../support/records.ts';

describe('renderJunit', () => {
  it('renderJunit() writes a suite with a case for each step when a run passed', () => {
    expect(renderJunit([passedRecord()])).toBe(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<testsuites name="waywiser" tests="2" failures="0" errors="0" skipped="0" time="0.048">',
        '  <testsuite name="api-catalogue (local)" tests="2" failures="0" errors="0" skipped="0" time="0.048" timestamp="2026-11-22T16:54:00.210Z">',
        '    <properties>',
        '      <property name="runId" value="api-catalogue-20261122T165400Z-local"/>',
        '      <property name="kind" value="api"/>',
        '      <property name="stage" value="dev"/>',
        '      <property name="region" value="local"/>',
        '      <property name="outcome" value="passed"/>',
        '      <property name="attempts" value="1"/>',
        '    </properties>',
        '    <testcase classname="api-catalogue" name="list the products" time="0.021"/>',
        '    <testcase classname="api-catalogue" name="read a product" time="0.026"/>',
        '  </testsuite>',
        '</testsuites>',
        '',
      ].join('\n'),
    );
  });

  it('renderJunit() puts the message into the failing step when a run failed', () => {
    const xml = renderJunit([failedRecord()]);

    expect(xml).toContain('<testsuites name="waywiser" tests="5" failures="2" errors="0"');
    expect(xml).toContain(
      [
        '<testcase classname="browse-and-buy" name="pay › confirm" time="0.770" file="journeys/browse-and-buy.journey.ts">',
        '      <failure type="target.assertion" message="expect(locator).toBeVisible() failed">expect(locator).toBeVisible() failed',
        '',
        "Locator: getByRole('heading', { name: 'Thank you' })",
        'Expected: visible',
        'Received: &lt;element(s) not found&gt;',
        'Timeout: 5000ms',
        'at journeys/browse-and-buy.journey.ts:4:11',
        '[[ATTACHMENT|.waywiser/evidence/run-1/failure.png]]',
        '[[ATTACHMENT|.waywiser/evidence/run-1/trace.zip]]</failure>',
      ].join('\n'),
    );
    expect(xml).toContain('<failure type="target.assertion" message="did not pass: confirm">');
  });

  it('renderJunit() writes errors and skips when the monitor errored or had no slot', () => {
    const missing = skippedRecord({ outcome: 'missing', cause: 'monitor.undelivered' });
    const xml = renderJunit([erroredRecord(), skippedRecord(), missing]);

    expect(xml).toContain('tests="3" failures="0" errors="2" skipped="1"');
    expect(xml).toContain('<error type="monitor.dns" message="No resolver answers: ');
    expect(xml).toContain('<skipped message="skipped"></skipped>');
    expect(xml).toContain(
      '<error type="monitor.undelivered" message="the run was never delivered to a runner">',
    );
  });

  it('renderJunit() adds a case of its own when the trouble is in no step', () => {
    const error = { message: 'late', step: null, file: null, line: null, column: null };
    const record = failedRecord({ error, steps: [stepRecord()], cause: 'journey.exception' });

    const xml = renderJunit([record]);

    expect(xml).toContain('tests="2" failures="1"');
    expect(xml).toContain('<testcase classname="browse-and-buy" name="a step" time="0.100"/>');
    expect(xml).toContain('name="browse-and-buy" time="2.310">\n      <failure type="journey.exc');
  });

  it('renderJunit() stays XML when texts are hostile', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const error = { message: text, step: text, file: text, line: 1, column: 1 };
        const steps = [stepRecord({ name: text, outcome: 'failed' })];
        const xml = renderJunit([failedRecord({ journey: text, region: text, error, steps })]);

        expect(xml).not.toMatch(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u);
        const tags = xml.match(/<[^<>]*>/g) ?? [];
        expect(tags.join('').length + xml.split(/<[^<>]*>/).join('').length).toBe(xml.length);
        expect(tags.slice(1)).toEqual(
          tags.slice(1).filter((tag) => /^<\/?\w+( \w+="[^"<\n]*")*\/?>$/.test(tag)),
        );
        expect(xml.replaceAll(/&(?:amp|lt|gt|quot|apos|#\d+);/g, '')).not.toContain('&');
      }),
    );
  });
});
