/** What browsers and clients add by themselves, and what follows one request through a system. */
const OF_THE_CLIENT = new Set(
  [
    'accept accept-charset accept-encoding accept-language cache-control connection content-length',
    'cookie dnt expect from host if-match-none if-modified-since if-none-match keep-alive origin',
    'pragma priority proxy-connection range referer te trailer transfer-encoding upgrade',
    'upgrade-insecure-requests user-agent via x-client-data x-forwarded-for x-forwarded-host',
    'x-forwarded-proto x-real-ip traceparent tracestate baggage sentry-trace newrelic',
    'x-amzn-trace-id x-cloud-trace-context x-request-id x-correlation-id',
  ].flatMap((line) => line.split(' ')),
);
const OF_A_FAMILY = /^(?::|sec-|x-b3-|x-datadog-|cf-|x-goog-)/;
/** What `json` and `form` of the client send themselves. */
const OF_THE_BODY = /^(?:application\/json|application\/x-www-form-urlencoded)\b/i;

/** Whether a header is part of what was asked, rather than of who asked. */
export function isHeaderThatMatters(name: string, value: string): boolean {
  const lower = name.toLowerCase();
  if (lower === 'accept')
    return /^application\/(?!json\b|xhtml|xml\b|signed)[\w.+-]+$/i.test(value);
  if (lower === 'content-type') return !OF_THE_BODY.test(value);

  return !OF_THE_CLIENT.has(lower) && !OF_A_FAMILY.test(lower);
}
