/** Buffer of facts to be sent to the worker. */
export interface Outbox {
  /** Sends the fact when the page is idle, so that reporting does not slow down what is measured. */
  add(fact: object): void;
  /** Sends all buffered facts now. */
  post(): void;
  /** Sends all facts now, and later ones as they come. */
  postAlways(): void;
}

/** Latest time at which a page that is never idle sends its facts. */
const POST_WITHIN_MS = 500;
const POST_AT_FACTS = 50;

/** Creates the outbox of this document. */
export function outbox(send: (text: string) => void): Outbox {
  // The time origin alone could equal that of another window.
  const document = `${performance.timeOrigin}-${Math.random()}`;
  let facts: object[] = [];
  let isDirect = false;

  function post(): void {
    if (facts.length === 0) return;
    const now = performance.now();
    send(JSON.stringify({ document, now, url: location.href, facts }));
    facts = [];
  }

  return {
    post,
    postAlways: () => {
      isDirect = true;
      post();
    },
    add: (fact) => {
      facts.push(fact);
      if (facts.length === 1) requestIdleCallback(post, { timeout: POST_WITHIN_MS });
      if (isDirect || facts.length >= POST_AT_FACTS) post();
    },
  };
}
