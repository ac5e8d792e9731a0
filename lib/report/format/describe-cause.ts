import type { Cause } from '../../core/record/outcome.ts';

/** What each cause means, as half a sentence. */
const WORDS: Readonly<Record<Cause, string>> = {
  'target.dns': "the target's name does not resolve",
  'target.connect': 'the target does not accept connections',
  'target.tls': 'the TLS handshake failed, or the certificate is not valid',
  'target.status': 'the target answered with an error status',
  'target.timeout': 'the target did not answer in time',
  'target.protocol': 'the target did not follow the protocol',
  'target.body': "the target's response could not be read completely, or is not a page",
  'target.assertion': 'an assertion failed',
  'target.unresponsive': 'the page kept its browser busy and did not respond',
  'target.crash': 'the page crashed a new browser twice',
  'journey.syntax': 'the journey does not compile',
  'journey.config': "the journey's settings are not valid",
  'journey.exception': 'the journey threw an error',
  'journey.timeout': 'the journey did not end within its timeout',
  'journey.exited': 'the journey ended its process',
  'journey.memory': 'the journey ran out of memory',
  'journey.nothing-checked': 'no step and no assertion was executed',
  'security.blocked': 'the journey requested an address that is not allowed',
  'monitor.browser': 'the browser could not start, or failed',
  'monitor.crash': 'the runner crashed',
  'monitor.memory': 'the runner ran out of memory',
  'monitor.dns': 'DNS does not work on the runner',
  'monitor.network': "the runner's network does not work",
  'monitor.disk': "the runner's disk does not work",
  'monitor.secret': 'a secret could not be read',
  'monitor.stalled': 'the monitor did not run when a time-out passed',
  'monitor.throttled': 'the runner was throttled',
  'monitor.timeout': 'the runner did not end in time',
  'monitor.undelivered': 'the run was never delivered to a runner',
  'monitor.unknown': 'the failure could not be classified',
};

/** The meaning of a cause, as half a sentence without a full stop. */
export function describeCause(cause: Cause): string {
  return WORDS[cause];
}
