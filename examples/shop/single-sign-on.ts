import { randomUUID } from 'node:crypto';
import { redirect } from './exchange.ts';
import type { PartRoutes, PartVisit } from './part-visit.ts';
import type { Session } from './sessions.ts';

/** What each visitor who was sent to the identity provider must come back with. */
const expectedStates = new WeakMap<Session, string>();

/** The shop's side of signing in elsewhere: a short form of OAuth's code flow. */
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

/** As the visitor called it: the shop may be reached by more than one name. */
function ownOrigin({ request, partner }: PartVisit): string {
  return `${new URL(partner.url).protocol}//${request.headers.host ?? ''}`;
}
