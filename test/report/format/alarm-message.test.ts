import { readAlarmChange } from '../../../lib/core/notify/alarm-change.ts';
import {
  type AlarmMessage,
  alarmMessage,
  mailSubject,
  mailText,
} from '../../../lib/report/format/alarm-message.ts';
import { alarmEndEvent, alarmEvent } from '../../support/alarm-messages.ts';

function messageOf(event: unknown): AlarmMessage {
  const change = readAlarmChange(event);
  if (change === null) throw new Error('Expected an alarm');

  return alarmMessage(change, { stage: 'prod', home: 'eu-west-1' });
}

const CONSOLE = 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1';

describe('mailText()', () => {
  it('mailText() says what happened, since when, where, what to do, and links that open', () => {
    expect(mailText(messageOf(alarmEvent()))).toBe(
      `Journey "checkout" fails in at least 2 of 2 regions: users cannot get through.

Journey: checkout
State:   ALARM
Regions: eu-west-1, us-east-1
Stage:   prod
Since:   2026-11-22 16:45:30 UTC

First step: read the last runs.

What to do: https://wiki.shop.example/runbook#down
Alarm: ${CONSOLE}#alarmsV2:alarm/waywiser-prod-checkout-down
Dashboard: ${CONSOLE}#dashboards/dashboard/waywiser-prod

CloudWatch's reason: Threshold Crossed: 2 out of the last 3 datapoints were >= 2 & < 9
`,
    );
  });

  it('mailText() of an end says how long the alarm was on, and no first step', () => {
    const text = mailText(messageOf(alarmEndEvent()));

    expect(text).toContain('This alarm ended: Journey "checkout" fails');
    expect(text).toContain('Lasted:  1 h 5 m');
    expect(text).not.toContain('First step');
  });

  it('mailText() has only absolute links, also without a runbook', () => {
    const text = mailText(messageOf(alarmEvent({ description: 'It is down.' })));

    const links = text.match(/^(?:What to do|Alarm|Dashboard): .*$/gm) ?? [];
    expect(links).toHaveLength(2);
    for (const link of links) expect(link).toMatch(/^\w+: https:\/\//);
  });
});

describe('mailSubject()', () => {
  it('mailSubject() names state, alarm and stage', () => {
    expect(mailSubject(messageOf(alarmEvent()))).toBe('ALARM: checkout-down (prod)');
    expect(mailSubject(messageOf(alarmEndEvent()))).toBe('OK: checkout-down (prod)');
  });

  it('mailSubject() is ASCII of at most 100 characters', () => {
    const alarmName = `waywiser-prod-ü\n${'x'.repeat(200)}`;

    const subject = mailSubject(messageOf(alarmEvent({ alarmName })));

    expect(subject).toMatch(/^ALARM: \?\?x+\.\.\.$/);
    expect(subject).toHaveLength(100);
  });
});
