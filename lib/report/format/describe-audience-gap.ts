import type { AudienceGap } from '../../core/deploy/audience.ts';

/** A warning before a stage is deployed whose alarms may reach no one. */
export function describeAudienceGap(gap: AudienceGap): string {
  switch (gap) {
    case 'none':
      return "Alarms will notify no one, because the configuration has no notify; expected recipients such as notify: { emails: ['you@example.com'] }, or notify: {} where no one is to be notified";
    case 'webhooks-only':
      return "No one is notified when a webhook fails, because notify has no e-mail address; expected at least one, such as emails: ['you@example.com']";
  }
}
