import type { SecretStore } from '../ports.ts';

/** Services whose webhooks are known; `json`: any that takes the plain facts. */
export const WEBHOOK_KINDS = ['slack', 'teams', 'pagerduty', 'opsgenie', 'json'] as const;

/** One of {@link WEBHOOK_KINDS}. */
export type WebhookKind = (typeof WEBHOOK_KINDS)[number];

/**
 * Services that keep an incident open until a message ends it. An alarm that was on when its
 * warm-up began, after a deployment, has no other end: closing what is not open is no error there.
 */
const WITH_INCIDENTS: readonly WebhookKind[] = ['pagerduty', 'opsgenie'];

/** Whether a kind is sent a change to OK that is no news for people. */
export function keepsIncidents(kind: WebhookKind): boolean {
  return WITH_INCIDENTS.includes(kind);
}

/** A webhook of the configuration. */
export interface WebhookPlan {
  readonly kind: WebhookKind;
  /** ARN of the secret that holds its address or key. */
  readonly secret: string;
}

/** What one webhook is sent. */
export interface WebhookRequest {
  /** Contains a secret. */
  readonly url: string;
  /** In addition to the type of the content; may contain a secret. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

/** Sends one request; rejects unless it is accepted. */
export interface WebhookPort {
  /** Throws an Error when the request was not accepted. It contains no secret. */
  post(request: WebhookRequest): Promise<void>;
}

/** The parts of {@link notifyWebhooks} that reach outside. */
export interface NotifyPorts {
  /** By {@link webhookSecret}. */
  readonly secrets: SecretStore;
  readonly webhooks: WebhookPort;
}

/** The name under which the secret of a webhook is read, which is its place in the configuration. */
export function webhookSecret(index: number): string {
  return `notify.webhooks[${index}]`;
}

/** ARNs of the webhooks' secrets by the names under which they are read. */
export function webhookSecrets(plans: readonly WebhookPlan[]): Readonly<Record<string, string>> {
  return Object.fromEntries(plans.map(({ secret }, index) => [webhookSecret(index), secret]));
}

/**
 * Notifies every webhook; returns what failed. A webhook that fails stops no other. `requestOf`
 * makes the request of a kind with the value of its secret, null: none; it throws when the value is of no use.
 */
export async function notifyWebhooks(
  plans: readonly WebhookPlan[],
  requestOf: (kind: WebhookKind, secret: string) => WebhookRequest | null,
  { secrets, webhooks }: NotifyPorts,
): Promise<readonly Error[]> {
  const failures = await Promise.all(
    plans.map(async ({ kind }, index) => {
      try {
        const secret = await secrets.read(webhookSecret(index));
        const request = requestOf(kind, secret.trim());
        if (request !== null) await webhooks.post(request);

        return [];
      } catch (error) {
        const reason = error instanceof Error ? error.message : 'it failed';
        return [new Error(`Cannot notify ${webhookSecret(index)} (${kind}): ${reason}`)];
      }
    }),
  );

  return failures.flat();
}
