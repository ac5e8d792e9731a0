import type { AlarmState } from '../../core/alarms/alarm-definition.ts';
import { alarmPage, dashboardPage } from '../../core/notify/console-links.ts';
import type { AlarmChange } from '../../core/notify/alarm-change.ts';
import { formatExactDuration } from './duration.ts';
import { formatInstant } from './instant.ts';

/** A change of an alarm in words, in the parts that every form of notification is made of. */
export interface AlarmMessage {
  readonly alarm: string;
  readonly state: AlarmState;
  /** Such as `ALARM: checkout-down (prod)`. */
  readonly title: string;
  /** What happened. */
  readonly text: string;
  /** Name and value, in the order in which they are shown. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** What to do first; null: nothing, or it is not known. */
  readonly firstStep: string | null;
  /** CloudWatch's reason for the change; empty where it gives none. */
  readonly reason: string;
  /** Absolute addresses. */
  readonly links: readonly { readonly label: string; readonly url: string }[];
  readonly change: AlarmChange;
}

/** The stage that an alarm belongs to, and its home region. */
export interface AlarmMessageFrame {
  readonly stage: string;
  readonly home: string;
}

/** Words for the states of an alarm. */
export const STATE_WORDS: Readonly<Record<AlarmState, string>> = {
  ALARM: 'ALARM',
  OK: 'OK',
  INSUFFICIENT_DATA: 'INSUFFICIENT DATA',
};

/** SNS takes up to 100 characters of ASCII: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const MAX_SUBJECT = 100;

/** Puts a change of an alarm into words. */
export function alarmMessage(change: AlarmChange, frame: AlarmMessageFrame): AlarmMessage {
  const { alarm, state, meaning, partition, region } = change;
  const prefix = `waywiser-${frame.stage}-`;
  const name = alarm.startsWith(prefix) ? alarm.slice(prefix.length) : alarm;

  return {
    alarm,
    state,
    title: `${STATE_WORDS[state]}: ${name} (${frame.stage})`,
    text: textOf(state, meaning === '' ? alarm : meaning),
    facts: factsOf(change, frame.stage),
    firstStep: state === 'ALARM' ? change.firstStep : null,
    reason: change.reason,
    links: [
      ...(change.runbook === null ? [] : [{ label: 'What to do', url: change.runbook }]),
      { label: 'Alarm', url: alarmPage(alarm, { region, partition }) },
      { label: 'Dashboard', url: dashboardPage(frame.stage, { region: frame.home, partition }) },
    ],
    change,
  };
}

/** A message as a mail's text. */
export function mailText(message: AlarmMessage): string {
  const { text, facts, firstStep, reason, links } = message;
  const width = Math.max(...facts.map(([name]) => name.length)) + 1;

  return [
    text,
    '',
    ...facts.map(([name, value]) => `${`${name}:`.padEnd(width)} ${value}`),
    ...(firstStep === null ? [] : ['', `First step: ${firstStep}`]),
    '',
    ...links.map(({ label, url }) => `${label}: ${url}`),
    ...(reason === '' ? [] : ['', `CloudWatch's reason: ${reason}`]),
    '',
  ].join('\n');
}

/** A message's title as a mail's subject: ASCII, of at most 100 characters. */
export function mailSubject({ title }: AlarmMessage): string {
  const ascii = title.replaceAll(/[^ -~]/g, '?');

  return ascii.length <= MAX_SUBJECT ? ascii : `${ascii.slice(0, MAX_SUBJECT - 3)}...`;
}

/** A description says what an alarm means while it is on. */
function textOf(state: AlarmState, meaning: string): string {
  return state === 'ALARM' ? meaning : `This alarm ended: ${meaning}`;
}

function factsOf(
  { journey, regions, state, changedAt, previousSince, previous }: AlarmChange,
  stage: string,
): AlarmMessage['facts'] {
  const began = previous === 'ALARM' ? previousSince : null;

  return [
    ...(journey === null ? [] : [['Journey', journey] as const]),
    ['State', STATE_WORDS[state]],
    ...(regions.length === 0
      ? []
      : [[regions.length === 1 ? 'Region' : 'Regions', regions.join(', ')] as const]),
    ['Stage', stage],
    ...(changedAt === null ? [] : [['Since', formatInstant(changedAt)] as const]),
    ...(changedAt === null || began === null
      ? []
      : [['Lasted', formatExactDuration(lengthMs(began, changedAt))] as const]),
  ];
}

/** In whole seconds. */
function lengthMs(from: string, to: string): number {
  const second = 1_000;

  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / second) * second);
}
