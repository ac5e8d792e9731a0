import type { AlarmChange } from '../../../../lib/core/alarms/alarm-watch.ts';
import { journeyAlarms } from '../../../../lib/core/alarms/journey-alarms.ts';
import { alarmChangeLine, isNews } from '../../../../lib/report/terminal/alarms/alarm-change.ts';
import { plainPaint } from '../../../../lib/report/terminal/text/paint.ts';
import { renderLine } from '../../../../lib/report/terminal/text/styled-line.ts';
import { planOf } from '../../../core/alarms/journey-plan.ts';

const SCREEN = { paint: plainPaint, columns: 120 };
const AT_MS = Date.UTC(2026, 10, 22, 16, 31);

function changeOf(label: string, from: AlarmChange['from'], to: AlarmChange['to']): AlarmChange {
  const alarm = journeyAlarms(planOf({ regions: ['local'] }), {
    stage: 'dev',
    runbookUrl: null,
  }).find((each) => each.label === label);
  if (alarm === undefined) throw new RangeError(`no alarm "${label}"`);

  return {
    atMs: AT_MS,
    from,
    to,
    reason: 'breaching',
    alarm: { ...alarm, journey: 'checkout', fromMs: 0 },
  };
}

describe('alarmChangeLine()', () => {
  it.each([
    [
      'down',
      [1, 1, 0, 0],
      'alarm down is on  runs passed per 5 minutes: 100%, 100%, 0%, 0% (2 of 4 below 100%)',
    ],
    [
      'blind',
      [null, 0, 1, 1],
      'alarm blind is on  runs errored per 5 minutes: 0%, 100%, 100% (2 of 3 above 0%)',
    ],
    [
      'silent',
      [1, 0, null, 0],
      'alarm silent is on  records per 5 minutes: 1, 0, 0, 0 (3 of 3 below 1)',
    ],
    [
      'budget p75 lcp',
      [null, 2_710],
      'alarm budget p75 lcp is on  p75 lcp over the last 6 hours: 2.71 s (budget 2.5 s)',
    ],
  ])('alarmChangeLine() says what %s saw', (label, datapoints, words) => {
    const evidence = {
      datapoints,
      metrics: [{ name: nameOf(label), region: 'local', datapoints }],
    };

    const line = alarmChangeLine(changeOf(label, 'OK', 'ALARM'), evidence, SCREEN);

    expect(renderLine(line, SCREEN)).toBe(`16:31:00 ✗ checkout ${words}`);
  });

  it('alarmChangeLine() says when it is over', () => {
    const line = alarmChangeLine(changeOf('down', 'ALARM', 'OK'), null, SCREEN);

    expect(renderLine(line, SCREEN)).toBe('16:31:00 ✓ checkout alarm down is over');
  });
});

describe('isNews()', () => {
  it.each([
    ['OK', 'ALARM', true],
    ['INSUFFICIENT_DATA', 'ALARM', true],
    ['ALARM', 'OK', true],
    ['INSUFFICIENT_DATA', 'OK', false],
  ] as const)('isNews() of %s to %s is %s', (from, to, news) => {
    expect(isNews({ from, to })).toBe(news);
  });
});

function nameOf(label: string): string {
  return label === 'down' ? 'Success' : 'Errored';
}
