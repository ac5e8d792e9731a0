/** A request for the site. */
export interface WebRequest {
  /** The path and query as received: percent-encoded, not resolved. */
  readonly target: string;
  /** The id of the last event that a client received; null: it is new. */
  readonly lastEventId: string | null;
}

/**
 * The caching of an answer by the browser: `never`, `revalidate` (each time), or `forever` (its
 * address contains a hash of its content).
 */
export type WebCaching = 'never' | 'revalidate' | 'forever';

/** The connection of a client that listens to events. */
export interface EventSink {
  /** False: the client reads too slowly or has left. Send nothing more. */
  send(text: string): boolean;
  /** Ends the answer. */
  end(): void;
}

/** The answer to a request. */
export type WebAnswer =
  | { readonly kind: 'redirect'; readonly location: string }
  | {
      readonly kind: 'text';
      readonly status: number;
      /** With its charset. */
      readonly contentType: string;
      readonly body: string;
      readonly caching: WebCaching;
      /** Seconds until the request should be repeated; HTML pages reload by themselves. */
      readonly retryAfterS?: number;
    }
  | {
      /** A file that comes from a journey's target: it never runs. */
      readonly kind: 'file';
      readonly contentType: string;
      /** The name of the download; null: the browser shows the file. */
      readonly saveAs: string | null;
      readonly file: OpenFile;
    }
  | {
      readonly kind: 'events';
      /** Called once; the returned function is called when the client has left. */
      readonly listen: (sink: EventSink) => () => void;
    };

/** A file that is read while it is sent. */
export interface OpenFile {
  readonly sizeBytes: number;
  /** The file is closed at the end of the iteration, also when that returns early. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Answers requests. When it rejects, the client gets a general error. */
export type WebHandler = (request: WebRequest) => Promise<WebAnswer>;
