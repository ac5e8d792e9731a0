import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ControlPanel } from './knobs.ts';
import type { Partner } from './partner.ts';
import type { Session } from './sessions.ts';

/** What a page says; without a body there is no such page. */
export interface Page {
  readonly title: string;
  readonly body: string | null;
  readonly status?: number;
}

/** One request for a part of the shop, and what answers it. */
export interface PartVisit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly panel: ControlPanel;
  readonly partner: Partner;
  readonly session: Session | null;
  /** The visitor's session, opened (and its cookie set) where there is none. */
  readonly openSession: () => Session;
  /** Answers with a page in the shop's frame. */
  readonly show: (page: Page) => void;
}

/** What answers the requests of a part, by method and path. */
export type PartRoutes = Readonly<Record<string, (visit: PartVisit) => void | Promise<void>>>;
