import * as fc from 'fast-check';
import { plainPaint } from '../../../../lib/report/terminal/text/paint.ts';
import type { Screen } from '../../../../lib/report/terminal/text/styled-line.ts';
import { visibleWidth } from '../../../../lib/report/format/terminal-text.ts';
import { renderTrendJourney } from '../../../../lib/report/terminal/trends/trend-journey.ts';
import { renderTrendOverview } from '../../../../lib/report/terminal/trends/trend-overview.ts';
import { finding } from '../../../support/findings.ts';
import {
  analysisOf,
  driftingAnalysis,
  hourlyOf,
  journeyOf,
  refusedAnalysis,
  steppedAnalysis,
  viewOf,
} from '../../../support/trend-views.ts';

const screen: Screen = { paint: plainPaint, columns: 110 };
const PAY = { journey: 'checkout', region: 'us-east-1', metric: 'step:pay' };

const NOTE = {
  at: '2026-10-30T12:40:00.000Z',
  journey: 'checkout',
  text: 'v1.42 deployed',
  kind: 'deploy',
  by: 'ci',
} as const;

function page(columns = 110, whole = false): readonly string[] {
  const journey = journeyOf(
    [
      steppedAnalysis({ series: PAY }),
      driftingAnalysis(),
      analysisOf({ series: { ...PAY, metric: 'lcp' } }),
      refusedAnalysis({ series: { ...PAY, metric: 'inp' } }),
    ],
    { notes: [NOTE] },
  );

  return renderTrendJourney({ view: viewOf([journey]), journey, whole }, { ...screen, columns });
}

describe('renderTrendJourney', () => {
  it('renderTrendJourney() has the worst first, with picture, numbers and explanation', () => {
    const lines = page();

    expect(lines.slice(0, 20)).toEqual([
      'checkout',
      '2026-09-27 00:00 to 2026-11-22 12:00 UTC, stage prod',
      '',
      '✗ duration in eu-west-1 has been getting slower by 1.9% a week since 27 September (95% CI: 1.2 to 2.6%); at',
      '  this rate p95 reaches its budget of 1.5 s between 4 and 19 December.',
      '  244 ms                                                                             ⣀⣀⣀⣀⣀⣀⣀⡠⠤⠒⠂',
      '                                                       ⣀⣀⣀⣀⣀⣀⣀⣀⣀⠤⠤⠤⠤⠤⠤⠒⠒⠒⠒⠒⠒⠒⠒⠒⠉⠉⠉⠉⠉⠉',
      '                          ⢀⣀⣀⣀⣀⣀⣀⣀⣀⡠⠤⠤⠤⠤⠒⠒⠒⠒⠒⠒⠒⠒⠒⠉⠉⠉⠉⠉⠉',
      '  200 ms  ⠤⠤⠤⠤⠔⠒⠒⠒⠒⠒⠊⠉⠉⠉⠉⠉⠁',
      '          27 Sep                                            ^                             22 Nov',
      '  slope    +0.58 ms a day (95% CI: 0.37 to 0.79 ms) · level 214 ms · p = 0.0004, q = 0.003',
      '  based on 1,340 hours with data on 57 days · 15,312 timed runs',
      '           autocorrelated days: variance inflated 1.2 times',
      '  budget   p95 over 1.5 s: between 4 and 19 December (95% CI), best estimate 11 December',
      '  history  drift: not yet found by a daily analysis',
      '  where    +23.2 ms per run on average (from 205 to 229 ms; 4,012 runs before, 3,987 runs after), most of it',
      '           in step "pay": +21.2 ms',
      '           pay › wait shop.example     +19.4 ms  ████████████████████',
      '           pay › receive shop.example   +1.8 ms  █▉',
      '           browse › wait shop.example   +1.2 ms  █▎',
    ]);
    expect(lines.filter((line) => /^[✗✓?]/.test(line)).map((line) => line.slice(0, 30))).toEqual([
      '✗ duration in eu-west-1 has be',
      '✗ step:pay in us-east-1 steppe',
      '✓ lcp in us-east-1 is steady: ',
      '? inp in us-east-1 does not ha',
    ]);
    expect(lines.slice(-9)).toEqual([
      '',
      '✓ lcp in us-east-1 is steady: any drift since 27 September is within −0.33 to +0.46% a week (95% CI).',
      '? inp in us-east-1 does not have enough data: a drift needs 28 days, this journey has 9: about 19 more days,',
      '  until 11 December; a change point needs 14 days, this journey has 9: about 5 more days, until 27 November.',
      '',
      '  notes    2026-10-30 12:40 UTC · v1.42 deployed · ci',
      '',
      'Significance level of each test: p < 0.01, a false-positive rate of 1%. Findings also hold after correction',
      'over all 4 series (Benjamini-Hochberg): false discovery rate q < 0.05.',
    ]);
  });

  it('renderTrendJourney() marks where the level moved, and names the day below', () => {
    const journey = journeyOf([steppedAnalysis()]);

    const lines = renderTrendJourney({ view: viewOf([journey]), journey, whole: false }, screen);

    const [top = '', second = '', , bottom = '', axis = ''] = lines.slice(5);
    const column = second.indexOf('┊');
    expect(top.slice(column, column + 2)).toBe('┊⠉');
    expect(bottom.slice(0, column)).toMatch(/^ {2}200 ms {2}⣀+⡠$/);
    expect(axis.indexOf('30 Oct')).toBe(column);
  });

  it('renderTrendJourney() has since when a finding is open, and what was resolved', () => {
    const series = driftingAnalysis();
    const journey = journeyOf([series], {
      findings: [
        finding({ foundAt: '2026-11-02T00:40:00.000Z' }),
        finding({
          id: 'change-1',
          subject: { kind: 'change', change: steppedChange() },
          resolved: {
            at: '2026-11-05T00:40:00.000Z',
            code: 'level-returned',
            on: '2026-11-04T09:00:00.000Z',
          },
        }),
        finding({ region: 'us-east-1' }),
      ],
    });

    const lines = renderTrendJourney({ view: viewOf([journey]), journey, whole: false }, screen);

    expect(lines.filter((line) => line.startsWith('  history'))).toEqual([
      '  history  drift: found on 2 November, last confirmed on 22 November',
    ]);
    expect(lines).toContain(
      '           change resolved on 5 November: the level returned on 4 November 2026',
    );
  });

  it('renderTrendJourney() keeps an open finding that this analysis does not detect', () => {
    const series = refusedAnalysis();
    const journey = journeyOf([series], { findings: [finding(series.series)] });

    const lines = renderTrendJourney({ view: viewOf([journey]), journey, whole: false }, screen);

    expect(lines.find((line) => line.startsWith('  history'))).toMatch(
      /^ {2}history {2}drift: found on .+, last confirmed on .+; not detected in this analysis$/,
    );
  });

  it('renderTrendJourney() shows a steady series whole when asked to', () => {
    const journey = journeyOf([analysisOf()]);

    const lines = renderTrendJourney({ view: viewOf([journey]), journey, whole: true }, screen);

    expect(lines).toContain(
      '  slope    +0.02 ms a day (95% CI: −0.10 to +0.14 ms) · level 214 ms · p = 0.42, q = 0.61',
    );
  });

  it('renderTrendJourney() has no false-positive rate where nothing was tested', () => {
    const journey = journeyOf([refusedAnalysis()]);

    const lines = renderTrendJourney({ view: viewOf([journey]), journey, whole: false }, screen);

    expect(lines.join('\n')).not.toContain('by chance');
  });

  it('renderTrendJourney() stays within the screen, whatever its width and the names', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 200 }),
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        fc.boolean(),
        (columns, name, ascii) => {
          const series = { journey: name, region: 'eu-west-1', metric: `step:${name}` };
          const journey = journeyOf([driftingAnalysis({ series }), refusedAnalysis({ series })], {
            notes: [{ ...NOTE, text: name }],
          });
          const view = viewOf([journey]);
          const wide = { ...screen, columns, ascii };

          const lines = [
            ...renderTrendJourney({ view, journey, whole: false }, wide).slice(1),
            ...renderTrendOverview(view, wide),
          ];

          for (const line of lines) expect(visibleWidth(line)).toBeLessThanOrEqual(columns);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('renderTrendJourney() draws with ASCII alone on request', () => {
    const journey = journeyOf([driftingAnalysis()]);

    const lines = renderTrendJourney(
      { view: viewOf([journey]), journey, whole: false },
      { ...screen, ascii: true },
    );

    expect(lines.join('\n')).toMatch(/^[\n -~]*$/);
  });
});

describe('renderTrendOverview', () => {
  it('renderTrendOverview() has a line for each series with a finding, then counts the others', () => {
    const journeys = [
      journeyOf([
        analysisOf(),
        steppedAnalysis({ series: PAY }),
        refusedAnalysis({ series: { ...PAY, metric: 'inp' } }),
      ]),
      journeyOf([driftingAnalysis({ series: { ...PAY, journey: 'search', metric: 'lcp' } })]),
    ];

    const lines = renderTrendOverview(viewOf(journeys), { ...screen, columns: 180 });

    expect(lines.slice(0, 7)).toEqual([
      'Trends of 2 journeys',
      '2026-09-27 00:00 to 2026-11-22 12:00 UTC, stage prod',
      '',
      '✗ search    us-east-1  lcp       ▂▂▂▂▃▃▃▄▄▄▅▅▅▆▆▆▇▇▇   gets slower by 1.9% a week (95% CI: 1.2 to 2.6%) · p95 reaches 1.5 s between 4 and 19 December (95% CI)',
      '✗ checkout  us-east-1  step:pay  ▁▁▁▁▁▁▁▁▁▁▁████████   stepped up by 30% on 30 October (95% CI: 26 to 34%)',
      '',
      'Of 4 series: 2 got worse · 1 steady · 1 with too little data · waywiser trends JOURNEY shows what is missing',
    ]);
  });

  it('renderTrendOverview() has a line when there is nothing to analyse', () => {
    expect(renderTrendOverview(viewOf([]), screen).slice(2)).toEqual([
      '',
      'No scheduled run is stored in this time: nothing to analyse.',
    ]);
  });

  it('renderTrendOverview() draws no line where hours have no value', () => {
    const journey = journeyOf([driftingAnalysis({ hourly: hourlyOf(() => Number.NaN) })]);

    const lines = renderTrendOverview(viewOf([journey]), { ...screen, columns: 180 });

    expect(lines[3]).toMatch(/^✗ checkout {2}eu-west-1 {2}duration {24}gets slower/);
  });
});

function steppedChange() {
  const { changes } = steppedAnalysis().conclusion;
  if ('kind' in changes || changes[0] === undefined) throw new Error('there is a step');

  return changes[0];
}
