import { MAILBOX_KEY } from '../../examples/shop/one-time-code.ts';
import { type Shop, startShop } from '../../examples/shop/server.ts';
import { eventually } from '../support/eventually.ts';

const PHONE = '+447700900123';
let shop: Shop;

beforeEach(async () => {
  shop = await startShop();
});

afterEach(async () => shop.close());

async function post(path: string, body: object): Promise<Response> {
  return fetch(`${shop.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
}

async function messagesTo(to: string, key = MAILBOX_KEY): Promise<readonly { text: string }[]> {
  const url = `${shop.url}/mailbox/messages?to=${encodeURIComponent(to)}`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
  const { messages }: { readonly messages?: readonly { text: string }[] } = await response.json();

  return messages ?? [];
}

async function codeSentTo(to: string): Promise<string> {
  const message = await eventually('it arrived', 10_000, async () => (await messagesTo(to))[0]);

  return /\d{6}/.exec(message.text)?.[0] ?? '';
}

describe('the sign-in by code', () => {
  it('sends a code that is valid once', async () => {
    const asked = await post('/api/sign-in', { phone: PHONE });
    const code = await codeSentTo(PHONE);

    const [first, second] = [
      await post('/api/sign-in/code', { phone: PHONE, code }),
      await post('/api/sign-in/code', { phone: PHONE, code }),
    ];

    expect([asked.status, first.status, second.status]).toEqual([202, 200, 401]);
    expect(await first.json()).toEqual({ user: PHONE });
  });

  it('takes no other number than one with its country', async () => {
    const { status } = await post('/api/sign-in', { phone: '0770 0900123' });

    expect(status).toBe(400);
  });

  it('sends a wrong code where mail is broken', async () => {
    shop.panel.turn({ broken: ['mail'] });
    const address = 'tilda@mail.example';
    const body = new URLSearchParams({ address });
    const asked = await fetch(`${shop.url}/account/mail`, {
      method: 'POST',
      body,
      redirect: 'manual',
    });
    const code = await codeSentTo(address);

    const { status } = await post('/api/sign-in/code', { phone: address, code });

    expect([asked.status, status]).toEqual([303, 401]);
  });

  it('shows the mailbox only with its key', async () => {
    await post('/api/sign-in', { phone: PHONE });
    await codeSentTo(PHONE);

    expect(await messagesTo(PHONE, 'another')).toEqual([]);
  });
});
