import { browserJourney, every, expect } from 'waywiser';

interface Mailbox {
  readonly messages: readonly { readonly text: string }[];
}

export default browserJourney(
  'login-with-mail-code',
  {
    schedule: every('15m'),
    secrets: ['shop/mailbox'],
    budgets: [{ metric: 'step:wait for the mail', statistic: 'p95', max: '20s' }],
  },
  async ({ page, http, step, until, secret }) => {
    // An address of its own for every run: no run finds the code of another.
    const address = `tilda+${crypto.randomUUID()}@mail.example`;

    await step('ask for a code', async () => {
      await page.goto('/account/mail');
      await page.getByLabel('Mail address').fill(address);
      await page.getByRole('button', { name: 'Send a code' }).click();
      await expect(page.getByLabel('Code of the mail')).toBeVisible();
    });

    const mail = await until(
      'wait for the mail',
      async () => {
        // The demo shop has the mailbox; yours is the API of a mailbox service.
        const headers = { authorization: `Bearer ${secret('shop/mailbox')}` };
        const inbox = await http.get('/mailbox/messages', { query: { to: address }, headers });
        const { messages }: Mailbox = inbox.json();

        return messages[0];
      },
      { timeout: '40s', interval: '2s' },
    );

    await step('give the code', async () => {
      const [code = 'no code'] = /\b\d{6}\b/.exec(mail.text) ?? [];
      await page.getByLabel('Code of the mail').fill(code);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(page.getByText(`Signed in as ${address}`)).toBeVisible();
    });
  },
);
