/** Sends one JSON body to a URL; rejects unless it is accepted. */
export interface WebhookPort {
  /** Throws an Error when the body was not accepted. It hides the address, which is a secret. */
  post(url: string, body: object): Promise<void>;
}

/** Posts every body to every webhook; returns what failed. A webhook that fails stops no other. */
export async function postToWebhooks(
  bodies: readonly object[],
  webhooks: readonly string[],
  port: WebhookPort,
): Promise<readonly Error[]> {
  const failures = await Promise.all(
    webhooks.map((url, index) => postToOne(url, { bodies, number: index + 1 }, port)),
  );

  return failures.flat();
}

/** One after another, so that the end of an alarm does not arrive before its beginning. */
async function postToOne(
  url: string,
  { bodies, number }: { readonly bodies: readonly object[]; readonly number: number },
  port: WebhookPort,
): Promise<readonly Error[]> {
  const failures: Error[] = [];
  for (const body of bodies) {
    try {
      await port.post(url, body);
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'it failed';
      failures.push(new Error(`Cannot notify webhook ${number} of notify.webhooks: ${reason}`));
    }
  }

  return failures;
}
