import { readBody, redirect } from './exchange.ts';
import { escapeHtml } from './html.ts';
import type { PartRoutes, PartVisit } from './part-visit.ts';
import type { Session } from './sessions.ts';
import { isCodeOf } from './totp.ts';

/** The demo user with two-factor authentication; these credentials protect nothing. */
export const TWO_FACTOR_USER = {
  name: 'mary',
  password: 'sextant-at-noon',
  totp: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
} as const;

/** How far the knob `broken: ["totp"]` sets the shop's clock back. */
const CLOCK_WRONG_BY_MS = 600_000;

/** Visitors with a correct password whose code is still missing. */
const owing = new WeakSet<Session>();

/** The account page: sign-in with a password and a TOTP code. */
export const ACCOUNT_ROUTES: PartRoutes = {
  'GET /account': showAccount,
  'GET /account/login': (visit) => showLogin(visit, null),
  'POST /account/login': takePassword,
  'GET /account/code': (visit) => showCode(visit, null),
  'POST /account/code': takeCode,
};

function showAccount(visit: PartVisit): void {
  const user = visit.session?.user ?? null;
  if (user === null) {
    redirect(visit.response, '/account/login');

    return;
  }
  const body = `<h1>Your account</h1><p>Signed in as <strong>${escapeHtml(user)}</strong></p>`;
  visit.show({ title: 'Account', body });
}

function showLogin(visit: PartVisit, problem: string | null): void {
  const body = `<h1>Your account</h1>${noteOf(problem)}<form class="stack" method="post">
<label>User <input name="user" required autocomplete="username"></label>
<label>Password <input name="password" type="password" required autocomplete="current-password"></label>
<button>Continue</button></form><p><a href="/account/sso">Sign in with the Surveyors' Guild</a></p>`;
  visit.show({ title: 'Your account', body, status: problem === null ? 200 : 401 });
}

async function takePassword(visit: PartVisit): Promise<void> {
  const form = new URLSearchParams(await readBody(visit.request));
  const { name, password } = TWO_FACTOR_USER;
  if (form.get('user') !== name || form.get('password') !== password) {
    showLogin(visit, 'Unknown user or password');

    return;
  }
  owing.add(visit.openSession());
  redirect(visit.response, '/account/code');
}

/** Status 200, as on most sites: only the page's text shows that sign-in failed. */
function showCode(visit: PartVisit, problem: string | null): void {
  const body = `<h1>One more step</h1>${noteOf(problem)}<form class="stack" method="post">
<label>Code of your authenticator <input name="code" required inputmode="numeric" autocomplete="one-time-code"></label>
<button>Sign in</button></form>`;
  visit.show({ title: 'One more step', body });
}

async function takeCode(visit: PartVisit): Promise<void> {
  const form = new URLSearchParams(await readBody(visit.request));
  const session = visit.openSession();
  const nowMs = Date.now() - (visit.panel.isBroken('totp') ? CLOCK_WRONG_BY_MS : 0);
  const isRight = isCodeOf(TWO_FACTOR_USER.totp, form.get('code') ?? '', nowMs);
  if (!owing.has(session) || !isRight) {
    showCode(visit, 'That code is not right');

    return;
  }
  owing.delete(session);
  session.user = TWO_FACTOR_USER.name;
  redirect(visit.response, '/account');
}

function noteOf(problem: string | null): string {
  return problem === null ? '' : `<p role="alert" class="note">${escapeHtml(problem)}</p>`;
}
