import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { readBody, redirect, sendHtml, sendJson } from './exchange.ts';
import { escapeHtml } from './html.ts';
import type { ControlPanel } from './knobs.ts';
import { pause } from './pause.ts';

/** The only user of the identity provider. */
export const GUILD_MEMBER = { name: 'nevil', password: 'longitude' } as const;

/** A partner on another origin: an identity provider and a card form. */
export interface Partner {
  readonly url: string;
  /** The user of an authorization code; null: unknown or already redeemed. */
  readonly redeem: (code: string) => string | null;
}

/** State of the partner: its authorization codes and their users. */
interface PartnerDesk {
  readonly listener: RequestListener;
  readonly redeem: Partner['redeem'];
}

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly panel: ControlPanel;
  readonly codes: Map<string, string>;
}

/**
 * Creates the partner. Knobs apply to it, too: its routes are `/partner` and its own path, such as
 * `/partner/authorize`.
 */
export function partnerDesk(panel: ControlPanel): PartnerDesk {
  const codes = new Map<string, string>();

  return {
    listener: (request, response) => {
      const url = new URL(request.url ?? '/', 'http://partner.invalid');
      serve({ request, response, url, panel, codes }).catch(() => response.destroy());
    },
    redeem: (code) => {
      const user = codes.get(code) ?? null;
      codes.delete(code);

      return user;
    },
  };
}

async function serve(call: Call): Promise<void> {
  const { request, response, url, panel } = call;
  const path = `/partner${url.pathname}`;
  await pause(panel.delayOf(path));
  const failure = panel.errorOf(path);
  const handler = ROUTES[`${request.method} ${url.pathname}`];
  if (failure !== null) sendHtml(response, failure, `<h1>${failure}</h1><p>The Guild is ill.</p>`);
  else if (handler === undefined) sendHtml(response, 404, '<h1>Not found</h1>');
  else await handler(call);
}

const ROUTES: Readonly<Record<string, (call: Call) => void | Promise<void>>> = {
  'GET /authorize': ({ response }) => sendHtml(response, 200, loginPage(null)),
  'POST /authorize': vouch,
  'GET /card': ({ response, url, panel }) =>
    sendHtml(response, 200, cardPage(url, panel.isBroken('card'))),
  'POST /card/charges': ({ response }) =>
    sendJson(response, 201, { reference: `C-${randomUUID().slice(0, 8)}` }),
};

async function vouch({ request, response, url, codes }: Call): Promise<void> {
  const form = new URLSearchParams(await readBody(request));
  const target = url.searchParams.get('redirect_uri') ?? '';
  const isKnown =
    form.get('member') === GUILD_MEMBER.name && form.get('password') === GUILD_MEMBER.password;
  if (!isKnown || !URL.canParse(target)) {
    sendHtml(response, 401, loginPage('The Guild does not know you'));

    return;
  }
  const code = randomUUID();
  codes.set(code, GUILD_MEMBER.name);
  const back = new URL(target);
  back.searchParams.set('code', code);
  back.searchParams.set('state', url.searchParams.get('state') ?? '');
  redirect(response, back.href);
}

function loginPage(problem: string | null): string {
  const note = problem === null ? '' : `<p role="alert">${escapeHtml(problem)}</p>`;

  return wholePage(
    "The Surveyors' Guild",
    `<h1>The Surveyors' Guild</h1>${note}<form method="post">
<p><label>Member <input name="member" required></label></p>
<p><label>Password <input name="password" type="password" required></label></p>
<button>Continue to the shop</button></form>`,
  );
}

/** The form reports its result to the embedding page by a message, unless it is set to be broken. */
function cardPage(url: URL, isSilent: boolean): string {
  const cents = Number(url.searchParams.get('cents') ?? 0);
  const notice = isSilent ? '' : "parent.postMessage({ kind: 'charged', reference }, '*');";

  return wholePage(
    'Card payment',
    `<form id="card"><p><label>Card number <input name="number" required inputmode="numeric"></label></p>
<p><label>Expiry <input name="expiry" required placeholder="MM/YY"></label></p>
<button>Pay € ${(cents / 100).toFixed(2)}</button></form>
<script>
document.getElementById('card').addEventListener('submit', async (event) => {
  event.preventDefault();
  const response = await fetch('/card/charges', { method: 'POST' });
  const { reference } = await response.json();
  ${notice}
});
</script>`,
  );
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2733; --paper: #f4f7fa; --line: #c6d0da; --sea: #1f5f8b; }
@media (prefers-color-scheme: dark) { :root { --ink: #e3e9ef; --paper: #14191e; --line: #3a4550; --sea: #6db3df; } }
body { margin: 24px; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
label { display: grid; gap: 4px; max-width: 340px; }
input { font: inherit; padding: 7px 9px; border: 1px solid var(--line); border-radius: 5px; background: transparent; color: inherit; }
button { font: inherit; padding: 8px 14px; border: 0; border-radius: 5px; background: var(--sea); color: var(--paper); cursor: pointer; }`;

function wholePage(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><link rel="icon" href="data:,"><style>${STYLE}</style></head><body>${body}</body></html>`;
}
