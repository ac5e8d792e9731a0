import { clipped } from '../../core/base/plain-data.ts';
import type { AlarmMessage } from '../format/alarm-message.ts';

// https://developer.pagerduty.com/docs/events-api-v2/trigger-events/
const MAX_SUMMARY = 1_020;
const MAX_DEDUP_KEY = 255;

/**
 * An event for PagerDuty's Events API v2: it triggers when the alarm starts, and resolves when it
 * ends. The key of both is the alarm's name.
 */
export function pagerDutyEvent(message: AlarmMessage, routingKey: string): object {
  const { alarm, state, title, text, facts, firstStep, reason, links, change } = message;
  const action = state === 'OK' ? 'resolve' : 'trigger';
  const event = {
    routing_key: routingKey,
    event_action: action,
    dedup_key: alarm.slice(0, MAX_DEDUP_KEY),
  };
  if (action === 'resolve') return event;

  return {
    ...event,
    client: 'Waywiser',
    client_url: links.at(-1)?.url,
    links: links.map(({ label, url }) => ({ text: label, href: url })),
    payload: {
      summary: clipped(`${title}: ${text}`, MAX_SUMMARY),
      source: change.journey ?? alarm,
      severity: severityOf(message),
      ...(change.changedAt === null ? {} : { timestamp: change.changedAt }),
      component: change.journey ?? 'waywiser',
      group: change.regions.join(', '),
      class: alarm,
      custom_details: {
        ...Object.fromEntries(facts),
        ...(firstStep === null ? {} : { 'First step': firstStep }),
        Reason: reason,
      },
    },
  };
}

/** Users are affected, or nothing watches whether they are, or it can wait until the morning. */
function severityOf({ alarm, change }: AlarmMessage): 'critical' | 'error' | 'warning' {
  if (alarm.endsWith('-down')) return 'critical';

  return change.journey === null || /-(?:blind|silent)$/.test(alarm) ? 'error' : 'warning';
}
