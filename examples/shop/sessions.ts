import { randomUUID } from 'node:crypto';

/** Quantities in a cart by product id. */
export type Cart = Map<string, number>;

/** A placed order. */
export interface Order {
  readonly id: string;
  readonly totalCents: number;
  readonly items: readonly { readonly id: string; readonly quantity: number }[];
}

/** The session of one visitor. */
export interface Session {
  readonly id: string;
  readonly cart: Cart;
  readonly orders: Order[];
  user: string | null;
}

/** Limit of sessions; the oldest are removed first, so that memory does not grow. */
const MAX_SESSIONS = 1_000;

/** The shop's visitors, by session id or bearer token. */
export interface Sessions {
  readonly find: (id: string | null) => Session | null;
  readonly open: (user?: string) => Session;
}

/** Creates an empty set of sessions. */
export function sessionList(): Sessions {
  const sessions = new Map<string, Session>();

  return {
    find: (id) => (id === null ? null : (sessions.get(id) ?? null)),
    open: (user) => {
      const session = { id: randomUUID(), cart: new Map(), orders: [], user: user ?? null };
      sessions.set(session.id, session);
      for (const oldest of sessions.keys()) {
        if (sessions.size <= MAX_SESSIONS) break;
        sessions.delete(oldest);
      }

      return session;
    },
  };
}
