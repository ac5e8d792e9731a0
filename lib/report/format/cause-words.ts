import type { Cause } from '../../core/record/outcome.ts';

/** Each cause in words that need no manual. */
const WORDS: Readonly<Record<Cause, string>> = {
  'target.dns': "the target's name does not resolve",
  'target.connect': 'the target does not accept connections',
  'target.tls': 'the TLS handshake or the certificate was not good',
  'target.status': 'the target answered with an error status',
  'target.timeout': 'the target did not answer in time',
  'target.protocol': "the target's answer was not proper HTTP",
  'target.body': "the target's answer could not be read whole",
  'target.assertion': 'an expectation did not hold',
  'target.crash': 'the page crashed a fresh browser twice',
  'journey.syntax': 'the journey does not compile',
  'journey.config': "the journey's settings are not valid",
  'journey.exception': 'the journey threw an error of its own',
  'journey.timeout': 'the journey did not end in its time',
  'journey.exited': 'the journey ended its process',
  'journey.memory': 'the journey used up its memory',
  'journey.nothing-checked': 'no step and no expectation was executed',
  'security.blocked': 'the journey reached for an address that it may not use',
  'monitor.browser': 'the browser could not be used',
  'monitor.crash': 'the runner crashed',
  'monitor.memory': 'the runner ran out of memory',
  'monitor.dns': 'the runner has no working name resolution',
  'monitor.network': "the runner's network does not work",
  'monitor.disk': "the runner's disk does not work",
  'monitor.secret': 'a secret could not be read',
  'monitor.throttled': 'the runner was throttled',
  'monitor.timeout': 'the runner did not end in time',
  'monitor.undelivered': 'the run was never delivered to a runner',
  'monitor.unknown': 'what happened could not be classified',
};

/** What a cause means, as half a sentence. */
export function causeInWords(cause: Cause): string {
  return WORDS[cause];
}
