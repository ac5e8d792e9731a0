import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ControlPanel } from './knobs.ts';
import type { Partner } from './partner.ts';
import type { Session } from './sessions.ts';

/** Title and content of a page; no body: not found. */
export interface Page {
  readonly title: string;
  readonly body: string | null;
  readonly status?: number;
}

/** One request for a part of the shop, and ways to respond to it. */
export interface PartVisit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly panel: ControlPanel;
  readonly partner: Partner;
  readonly session: Session | null;
  /** The visitor's session; creates one and sets its cookie if there is none. */
  readonly openSession: () => Session;
  /** Sends a page in the layout of the shop. */
  readonly show: (page: Page) => void;
}

/** Handlers of a part, by method and path. */
export type PartRoutes = Readonly<Record<string, (visit: PartVisit) => void | Promise<void>>>;
