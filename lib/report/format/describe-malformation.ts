import type { Malformation } from '../../core/record/malformation.ts';

const WORDS: Readonly<Record<Malformation, string>> = {
  'bytes-before-status': 'bytes before the status line',
  'status-line': 'a malformed status line',
  'bare-line-feed': 'lines of the head that end without a carriage return',
  'bare-carriage-return': 'a carriage return within a line of the head',
  'header-without-colon': 'a header line without a colon, ignored',
  'header-name': 'a header name with a blank, a control character or another that is not allowed',
  'header-value': 'a control character in the head',
  'folded-header': 'a header folded over several lines',
  'repeated-length': 'the same Content-Length more than once',
  'invalid-length': 'a Content-Length that is no number, ignored',
  'length-and-chunked': 'both Content-Length and chunked, which takes precedence',
  'empty-location': 'a redirect with an empty Location, not followed',
  'unknown-encoding': 'an unknown content encoding, so the body was left as it is',
  'chunk-line': 'a malformed line between chunks',
  'bytes-after-body': 'bytes after the end of the body, ignored',
  'bytes-after-compression': 'bytes after the end of the compressed data, ignored',
  'compression-cut': 'compressed data that end early',
};

/** What was malformed in an answer and accepted all the same, as a noun phrase. */
export function describeMalformation(malformation: Malformation): string {
  return WORDS[malformation];
}
