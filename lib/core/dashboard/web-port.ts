/** What is asked of the site. */
export interface WebRequest {
  /** Path and query as they came: percent-encoded, nothing resolved. */
  readonly target: string;
  /** The last event that a reader of news has seen; null: it begins. */
  readonly lastEventId: string | null;
}

/**
 * How long an answer may be kept: `never`, `revalidate` (kept, and asked for anew each time), or
 * `forever` (its address names its content).
 */
export type WebCaching = 'never' | 'revalidate' | 'forever';

/** A reader of news, for as long as it listens. */
export interface EventSink {
  /** False: it reads too slowly, or has gone; nothing more should be sent to it. */
  send(text: string): boolean;
  /** Ends the answer. */
  end(): void;
}

/** What the site answers. */
export type WebAnswer =
  | { readonly kind: 'redirect'; readonly location: string }
  | {
      readonly kind: 'text';
      readonly status: number;
      /** With its charset. */
      readonly contentType: string;
      readonly body: string;
      readonly caching: WebCaching;
      /** So many seconds later there may be something else: programs are told, pages ask by themselves. */
      readonly retryAfterS?: number;
    }
  | {
      /** Something of a journey's target: it is shown as data, or saved, and never runs. */
      readonly kind: 'file';
      readonly contentType: string;
      /** Null: shown in place. */
      readonly saveAs: string | null;
      readonly file: OpenFile;
    }
  | {
      readonly kind: 'events';
      /** Called once; the answer is called when the reader has gone. */
      readonly listen: (sink: EventSink) => () => void;
    };

/** A file that is read as it is sent. */
export interface OpenFile {
  readonly sizeBytes: number;
  /** Chunks of the file; whoever does not read to the end returns early, which closes it. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Answers requests. It may reject: the reader is then told so, in general words. */
export type WebHandler = (request: WebRequest) => Promise<WebAnswer>;
