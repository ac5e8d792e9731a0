import type { Cause } from '../../../lib/core/record/outcome.ts';
import type { JourneyKind } from '../../../lib/core/record/run-record.ts';
import { errorStatuses } from '../../support/faults/answers.ts';
import type { TlsFault } from '../../support/faults/tls-faults.ts';
import type { HostileKind, HostileTlsKind } from '../../support/hostile-server.ts';

/** Where a fault is: a path of the plain server, a port of its own, or a certificate. */
export type FaultPlace =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'hostile'; readonly hostile: HostileKind }
  | { readonly kind: 'certificate'; readonly certificate: HostileTlsKind }
  | { readonly kind: 'tls'; readonly tls: TlsFault };

/** A fault of a target, with the cause that each kind of journey has to find. */
export interface TargetFault {
  readonly name: string;
  readonly place: FaultPlace;
  readonly causes: Readonly<Partial<Record<JourneyKind, Cause>>>;
  /** Whether it shows only when the journey's time is up. */
  readonly isSlow: boolean;
  /** Whether the sample of every change has it. */
  readonly isSampled: boolean;
}

type Causes = Cause | TargetFault['causes'];

/** Names with an asterisk are in the sample. */
function faults(kind: FaultPlace['kind'], causes: Causes, names: string): readonly TargetFault[] {
  return names.split(' ').map((marked) => {
    const name = marked.replace('*', '');

    return {
      name: kind === 'path' || kind === 'hostile' ? name : `${kind} ${name}`,
      place: placeOf(kind, name),
      causes: typeof causes === 'string' ? { api: causes, browser: causes } : causes,
      isSlow: false,
      isSampled: marked !== name,
    };
  });
}

// oxlint-disable typescript/no-unsafe-type-assertion -- the names are those of the servers; others answer 404
function placeOf(kind: FaultPlace['kind'], name: string): FaultPlace {
  switch (kind) {
    case 'path':
      return { kind, path: name };
    case 'hostile':
      return { kind, hostile: name as HostileKind };
    case 'certificate':
      return { kind, certificate: name as HostileTlsKind };
    case 'tls':
      return { kind, tls: name as TlsFault };
  }
}
// oxlint-enable typescript/no-unsafe-type-assertion

/** Faults that show only when the journey's time is up. */
function slow(shown: readonly TargetFault[]): readonly TargetFault[] {
  return shown.map((fault) => ({ ...fault, isSlow: true }));
}

/** All of them. */
export const TARGET_FAULTS: readonly TargetFault[] = [
  // Names and connections.
  ...faults('hostile', 'target.connect', 'refused*'),
  ...faults('hostile', 'target.dns', 'unknown-name'),
  ...faults('hostile', 'target.protocol', 'reset empty* garbage'),
  ...slow(faults('hostile', 'target.timeout', 'silent slow-drip')),
  // TLS.
  ...faults('certificate', 'target.tls', 'expired wrong-host self-signed* not-yet-valid valid'),
  ...faults('tls', 'target.tls', 'alert* old plain client-cert'),
  ...faults('tls', { api: 'target.tls', browser: 'target.protocol' }, 'closed reset'),
  ...slow(faults('tls', 'target.timeout', 'silent')),
  // Headers.
  ...faults('path', 'target.protocol', 'two-lengths* http2-frame smtp-banner tls-record'),
  ...faults('path', { browser: 'target.protocol' }, 'two-locations two-dispositions'),
  ...slow(
    faults(
      'path',
      { api: 'target.protocol', browser: 'target.assertion' },
      'no-status status-text',
    ),
  ),
  ...slow(faults('path', { api: 'target.protocol', browser: 'target.assertion' }, 'cut-headers')),
  ...slow(faults('path', 'target.timeout', 'slow-headers continue-forever')),
  // Redirects.
  ...faults('hostile', 'target.protocol', 'redirect-loop'),
  ...faults(
    'path',
    'target.protocol',
    'redirect-growing redirect-scheme* redirect-file redirect-data redirect-invalid',
  ),
  ...faults(
    'path',
    { api: 'target.connect', browser: 'target.protocol' },
    'redirect-unsafe-port* redirect-refused',
  ),
  ...faults('path', 'target.dns', 'redirect-unknown-name'),
  ...faults('hostile', 'security.blocked', 'redirect-private'),
  // Statuses.
  ...faults('hostile', 'target.status', 'status-404* status-500'),
  ...faults(
    'path',
    'target.status',
    errorStatuses()
      .map((status) => `status-${status}`)
      .join(' '),
  ),
  // Bodies.
  ...faults('hostile', 'target.body', 'truncated* bad-gzip gzip-bomb endless'),
  ...faults(
    'path',
    'target.body',
    'cut-body-reset cut-chunks bad-chunks* bad-deflate bad-br cut-gzip cut-br',
  ),
  ...faults('path', { browser: 'target.body' }, 'bad-zstd'),
  ...slow(faults('path', 'target.timeout', 'stalled-body')),
  // Answers that are no page: an API journey takes them, and its expectation fails.
  ...faults(
    'path',
    { api: 'target.assertion', browser: 'target.body' },
    'no-content* reset-content attachment* binary-file',
  ),
  // Pages that do not respond, or end their process.
  ...slow(
    faults(
      'path',
      { browser: 'target.unresponsive' },
      'endless-script* endless-later endless-microtasks endless-regexp',
    ),
  ),
  ...slow(faults('path', { browser: 'target.unresponsive' }, 'huge-dom deep-layout message-flood')),
  ...slow(
    faults(
      'path',
      { browser: 'target.unresponsive' },
      'console-loop console-storm console-large console-objects request-flood socket-flood socket-flood-busy',
    ),
  ),
  ...slow(faults('path', { browser: 'target.assertion' }, 'dialog-flood history-flood')),
  ...slow(faults('path', { browser: 'target.unresponsive' }, 'memory-bomb')),
];
