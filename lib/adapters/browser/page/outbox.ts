/** Facts on their way out of the page. */
export interface Outbox {
  /** Sends the fact in an idle moment, so that telling takes no time from what is measured. */
  add(fact: object): void;
  /** Sends what waits, now. */
  post(): void;
}

/** A page that is never idle still tells, this late. */
const POST_WITHIN_MS = 500;
const POST_AT_FACTS = 50;

/** Makes the outbox of this document. */
export function outbox(send: (text: string) => void): Outbox {
  // The clock's zero alone could be that of another window.
  const document = `${performance.timeOrigin}-${Math.random()}`;
  let facts: object[] = [];

  function post(): void {
    if (facts.length === 0) return;
    const now = performance.now();
    send(JSON.stringify({ document, now, url: location.href, facts }));
    facts = [];
  }

  return {
    post,
    add: (fact) => {
      facts.push(fact);
      if (facts.length === 1) requestIdleCallback(post, { timeout: POST_WITHIN_MS });
      if (facts.length >= POST_AT_FACTS) post();
    },
  };
}
