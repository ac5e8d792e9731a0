import { randomUUID } from 'node:crypto';
import { redirect } from './exchange.ts';
import type { PartRoutes, PartVisit } from './part-visit.ts';
import type { Session } from './sessions.ts';

/** Expected `state` of visitors who were sent to the identity provider, by session. */
const expectedStates = new WeakMap<Session, string>();

/** Sign-in with the partner: a simplified OAuth 2.0 authorization code flow. */
export const SIGN_ON_ROUTES: PartRoutes = {
  'GET /account/sso': sendAway,
  'GET /account/sso/callback': welcomeBack,
};

function sendAway(visit: PartVisit): void {
  const state = randomUUID();
  expectedStates.set(visit.openSession(), state);
  const target = new URL('/authorize', visit.partner.url);
  target.searchParams.set('redirect_uri', `${ownOrigin(visit)}/account/sso/callback`);
  target.searchParams.set('state', state);
  redirect(visit.response, target.href);
}

function welcomeBack(visit: PartVisit): void {
  const { session, url, partner } = visit;
  const state = session === null ? undefined : expectedStates.get(session);
  const user = partner.redeem(url.searchParams.get('code') ?? '');
  if (session === null || state !== url.searchParams.get('state') || user === null) {
    const body = '<h1>Not signed in</h1><p>The Guild did not vouch for you.</p>';
    visit.show({ title: 'Not signed in', body, status: 403 });

    return;
  }
  session.user = user;
  redirect(visit.response, '/account');
}

/** The shop's origin as the visitor used it: the shop may have several host names. */
function ownOrigin({ request, partner }: PartVisit): string {
  return `${new URL(partner.url).protocol}//${request.headers.host ?? ''}`;
}
