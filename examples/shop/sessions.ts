import { randomUUID } from 'node:crypto';

/** What a visitor has in the cart, by product id. */
export type Cart = Map<string, number>;

/** An order that was placed. */
export interface Order {
  readonly id: string;
  readonly totalCents: number;
  readonly items: readonly { readonly id: string; readonly quantity: number }[];
}

/** One visitor. */
export interface Session {
  readonly id: string;
  readonly cart: Cart;
  readonly orders: Order[];
  user: string | null;
}

/** The oldest sessions go first when there are more: the shop must not grow unless it is asked to. */
const MAX_SESSIONS = 1_000;

/** The shop's visitors, by session id or bearer token. */
export interface Sessions {
  readonly find: (id: string | null) => Session | null;
  readonly open: (user?: string) => Session;
}

/** Makes an empty list of visitors. */
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
