import type { ResolvedConfig } from '../journey/resolved-config.ts';

/** Why people may not learn of an alarm. */
export type AudienceGap = 'none' | 'webhooks-only';

/**
 * What lacks in the recipients of alarms; null: nothing. `none`: the configuration does not say who is
 * notified (an empty `notify` says so). `webhooks-only`: that a webhook failed is sent by mail, and
 * there is no address.
 */
export function audienceGap({ notify }: Pick<ResolvedConfig, 'notify'>): AudienceGap | null {
  const { emails, webhooks, isUnset = false } = notify;
  if (isUnset) return 'none';

  return webhooks.length > 0 && emails.length === 0 ? 'webhooks-only' : null;
}
