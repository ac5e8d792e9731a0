import { type Cause, RunFailure } from '../../core/record/outcome.ts';
import { quoted } from './quoted.ts';

/** Names of the statuses of gRPC, by their codes (https://grpc.io/docs/guides/status-codes). */
const NAMES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
];

const DEADLINE_EXCEEDED = 4;

/** What a status means of the health protocol, which statuses themselves do not say. */
const MEANINGS: ReadonlyMap<number, string> = new Map([
  [5, 'the server does not know this service; check the option service'],
  [12, 'the server has no health service (grpc.health.v1.Health)'],
  [16, 'the option metadata or secretMetadata can carry credentials'],
]);

/** The failure of a call by its status and message; null: it succeeded. */
export function statusFailure(status: string, message: string): RunFailure | null {
  const code = /^\d{1,3}$/.test(status) ? Number(status) : null;
  if (code === null) {
    const reason = `the answer has the grpc-status ${quoted(status)}; expected a number`;

    return new RunFailure('target.protocol', reason);
  }
  if (code === 0) return null;
  const name = NAMES[code] ?? 'which no status has';
  const why = message === '' ? '' : `: ${quoted(percentDecoded(message))}`;
  const meaning = MEANINGS.get(code);
  const cause: Cause = code === DEADLINE_EXCEEDED ? 'target.timeout' : 'target.status';

  return new RunFailure(
    cause,
    `answered gRPC status ${code} (${name})${why}${meaning === undefined ? '' : ` (${meaning})`}`,
  );
}

/** As the protocol encodes messages; what is malformed stays as it is. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
