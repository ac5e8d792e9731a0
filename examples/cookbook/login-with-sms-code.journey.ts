import { apiJourney, every, expect } from 'waywiser';

interface Inbox {
  readonly messages: readonly { readonly text: string }[];
}

/** A number of the service that receives the messages. */
const PHONE = '+447700900123';

export default apiJourney(
  'login-with-sms-code',
  // All runs share one number: runs at the same time would take each other's codes.
  { schedule: every('30m'), regions: ['eu-west-1'], repeatable: false, secrets: ['shop/mailbox'] },
  async ({ http, step, until, secret }) => {
    const { since } = await step('ask for a code', async () => {
      const response = await http.post('/api/sign-in', { json: { phone: PHONE } });

      // By the server's clock: the clock of this machine may differ.
      return { since: new Date(response.headers['date'] ?? '').toISOString() };
    });

    const sms = await until(
      'wait for the SMS',
      async () => {
        const headers = { authorization: `Bearer ${secret('shop/mailbox')}` };
        const query = { to: PHONE, since };
        const inbox: Inbox = (await http.get('/mailbox/messages', { query, headers })).json();

        return inbox.messages[0];
      },
      { timeout: '8s', interval: '1s' },
    );

    await step('give the code', async () => {
      const [code] = /\b\d{6}\b/.exec(sms.text) ?? [];
      const json = { phone: PHONE, code };
      const { user } = (await http.post('/api/sign-in/code', { json })).json();
      expect(user).toBe(PHONE);
    });

    await step('list the orders', async () => {
      expect((await http.get('/api/orders')).json()).toEqual({ orders: [] });
    });
  },
);
