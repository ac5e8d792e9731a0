import { randomInt, randomUUID } from 'node:crypto';
import { readBody, readJson, redirect, sendJson } from './exchange.ts';
import { escapeHtml } from './html.ts';
import type { ControlPanel } from './knobs.ts';
import type { PartRoutes, PartVisit } from './part-visit.ts';
import type { Session } from './sessions.ts';

/** The key of the mailbox's API; it protects only this demo. */
export const MAILBOX_KEY = 'chronometer';

/** How long a message is on its way. */
const DELIVERY_MS = 300;
/** How long a code is valid. */
const VALID_MS = 600_000;
/** Limit of messages; the oldest are removed first, so that memory does not grow. */
const MAX_MESSAGES = 200;
/** Digits of a code are 1,000,000 possibilities. */
const CODES = 1_000_000;

/** A message that the shop has sent, in the stand-in of a mailbox. */
interface Message {
  readonly id: string;
  readonly channel: 'mail' | 'sms';
  readonly to: string;
  readonly text: string;
  readonly receivedAt: string;
}

/** What one shop has sent, and the codes that it waits for. */
interface Outbox {
  readonly messages: Message[];
  readonly codes: Map<string, { readonly code: string; readonly sentAtMs: number }>;
}

const outboxes = new WeakMap<ControlPanel, Outbox>();
/** Visitors who were sent a code, with the address that it was sent to. */
const owing = new WeakMap<Session, string>();

/** Sign-in with a code by mail (a page) or SMS (an API), and the mailbox where both arrive. */
export const ONE_TIME_CODE_ROUTES: PartRoutes = {
  'GET /account/mail': (visit) => showAddress(visit),
  'POST /account/mail': takeAddress,
  'GET /account/mail/code': (visit) => showCode(visit, null),
  'POST /account/mail/code': takeMailCode,
  'POST /api/sign-in': takePhone,
  'POST /api/sign-in/code': takePhoneCode,
  'GET /mailbox/messages': listMessages,
};

function outboxOf({ panel }: PartVisit): Outbox {
  const outbox = outboxes.get(panel) ?? { messages: [], codes: new Map() };
  outboxes.set(panel, outbox);

  return outbox;
}

function showAddress(visit: PartVisit): void {
  const body = `<h1>Sign in by mail</h1><form class="stack" method="post">
<label>Mail address <input name="address" type="email" required autocomplete="email"></label>
<button>Send a code</button></form>`;
  visit.show({ title: 'Sign in by mail', body });
}

async function takeAddress(visit: PartVisit): Promise<void> {
  const address = new URLSearchParams(await readBody(visit.request)).get('address') ?? '';
  owing.set(visit.openSession(), address);
  send(visit, 'mail', address);
  redirect(visit.response, '/account/mail/code');
}

/** Status 200, as on most sites: only the page's text shows that sign-in failed. */
function showCode(visit: PartVisit, problem: string | null): void {
  const note = problem === null ? '' : `<p role="alert" class="note">${escapeHtml(problem)}</p>`;
  const body = `<h1>Look into your mail</h1>${note}<form class="stack" method="post">
<label>Code of the mail <input name="code" required inputmode="numeric" autocomplete="one-time-code"></label>
<button>Sign in</button></form>`;
  visit.show({ title: 'Look into your mail', body });
}

async function takeMailCode(visit: PartVisit): Promise<void> {
  const code = new URLSearchParams(await readBody(visit.request)).get('code') ?? '';
  const session = visit.openSession();
  const address = owing.get(session);
  if (address === undefined || !redeem(visit, address, code)) {
    showCode(visit, 'That code is not right');

    return;
  }
  session.user = address;
  redirect(visit.response, '/account');
}

async function takePhone(visit: PartVisit): Promise<void> {
  const phone = textIn(await readJson(visit.request), 'phone');
  if (!/^\+\d{8,15}$/.test(phone)) {
    sendJson(visit.response, 400, { error: 'Expected { phone }, such as "+447700900123"' });

    return;
  }
  send(visit, 'sms', phone);
  sendJson(visit.response, 202, { sentTo: phone });
}

async function takePhoneCode(visit: PartVisit): Promise<void> {
  const body = await readJson(visit.request);
  const phone = textIn(body, 'phone');
  if (!redeem(visit, phone, textIn(body, 'code'))) {
    sendJson(visit.response, 401, { error: 'That code is not right' });

    return;
  }
  visit.openSession().user = phone;
  sendJson(visit.response, 200, { user: phone });
}

function textIn(body: Readonly<Record<string, unknown>> | null, name: string): string {
  const value = body?.[name];

  return typeof value === 'string' ? value : '';
}

/** Sends a code. The mail of a broken shop has the code of another user, its SMS never arrives. */
function send(visit: PartVisit, channel: Message['channel'], to: string): void {
  const { messages, codes } = outboxOf(visit);
  const code = newCode();
  codes.set(to, { code, sentAtMs: Date.now() });
  if (channel === 'sms' && visit.panel.isBroken('sms')) return;
  const shown = channel === 'mail' && visit.panel.isBroken('mail') ? newCode() : code;
  messages.push({
    id: randomUUID(),
    channel,
    to,
    text: `${shown} is your code for Compass & Chain. It is valid for 10 minutes.`,
    receivedAt: new Date(Date.now() + DELIVERY_MS).toISOString(),
  });
  messages.splice(0, messages.length - MAX_MESSAGES);
}

function newCode(): string {
  return String(randomInt(CODES)).padStart(6, '0');
}

/** A code is valid once. */
function redeem(visit: PartVisit, address: string, code: string): boolean {
  const { codes } = outboxOf(visit);
  const sent = codes.get(address);
  const isRight = sent !== undefined && sent.code === code && Date.now() - sent.sentAtMs < VALID_MS;
  if (isRight) codes.delete(address);

  return isRight;
}

/** The stand-in of a mailbox service: what has arrived at an address, the latest first. */
function listMessages(visit: PartVisit): void {
  const { request, response, url } = visit;
  if (request.headers.authorization !== `Bearer ${MAILBOX_KEY}`) {
    sendJson(response, 401, { error: 'Expected the key of the mailbox' });

    return;
  }
  const [to, since] = ['to', 'since'].map((name) => url.searchParams.get(name) ?? '');
  const now = new Date().toISOString();
  const messages = outboxOf(visit)
    .messages.filter(({ receivedAt }) => receivedAt <= now && receivedAt >= (since ?? ''))
    .filter((message) => message.to === to)
    .toReversed();
  sendJson(response, 200, { messages });
}
