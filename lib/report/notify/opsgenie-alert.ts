import { clipped } from '../../core/base/plain-data.ts';
import type { AlarmMessage } from '../format/alarm-message.ts';

// https://docs.opsgenie.com/docs/alert-api
const MAX_MESSAGE = 129;
const MAX_DESCRIPTION = 14_000;
const MAX_ALIAS = 512;

/** A call of the alerts API: where below its address, and what. */
export interface OpsgenieCall {
  /** Appended to the address of the alerts. */
  readonly path: string;
  readonly body: object;
}

/**
 * A call of Opsgenie's alerts API, which Jira Service Management offers too: it creates an alert when
 * the alarm starts, and closes it when it ends. The alias of both is the alarm's name.
 */
export function opsgenieAlert(message: AlarmMessage): OpsgenieCall {
  const { alarm, state, title, text, facts, firstStep, reason, links } = message;
  const alias = alarm.slice(0, MAX_ALIAS);
  if (state === 'OK') {
    return {
      path: `/${encodeURIComponent(alias)}/close?identifierType=alias`,
      body: { source: 'Waywiser', note: text },
    };
  }
  const lines = [
    text,
    ...(firstStep === null ? [] : [`First step: ${firstStep}`]),
    ...links.map(({ label, url }) => `${label}: ${url}`),
    reason,
  ];

  return {
    path: '',
    body: {
      message: clipped(title, MAX_MESSAGE),
      alias,
      description: clipped(lines.join('\n'), MAX_DESCRIPTION),
      details: Object.fromEntries(facts),
      entity: message.change.journey ?? alarm,
      source: 'Waywiser',
      priority: alarm.endsWith('-down') ? 'P1' : 'P3',
    },
  };
}
