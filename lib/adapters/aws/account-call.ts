import { AccountCallError, type CallProblem } from '../../core/doctor/account-call-error.ts';
import type { DoctorAction } from '../../core/doctor/actions.ts';
import { ERROR_NAMES, isConnectionError } from './error-names.ts';

/** What a call reads, and where. */
export interface AccountCall {
  /** The permission that it needs. */
  readonly action: DoctorAction;
  readonly region: string;
  /** Names of errors that mean that there is no such resource. */
  readonly absent?: readonly string[];
}

/** Options of one call of the SDK. */
export interface CallOptions {
  readonly abortSignal: AbortSignal;
}

/** Time-out of one call, including retries. */
const CALL_TIMEOUT_MS = 15_000;
const FORBIDDEN = 403;

/** Makes a call that reads an account. Rejects with an `AccountCallError`. */
export async function accountCall<T>(
  { action, region }: AccountCall,
  send: (options: CallOptions) => Promise<T>,
): Promise<T> {
  try {
    return await send({ abortSignal: AbortSignal.timeout(CALL_TIMEOUT_MS) });
  } catch (cause) {
    const { name, code, message, status } = partsOf(cause);
    throw new AccountCallError(
      message === '' || message === name ? `${name} (${status})` : message,
      {
        problem: problemOf({ name, code, message, status }),
        action,
        region,
        cause,
      },
    );
  }
}

/** As {@link accountCall}; null where the error says that there is no such resource. */
export async function optionalCall<T>(
  call: AccountCall,
  send: (options: CallOptions) => Promise<T>,
): Promise<T | null> {
  try {
    return await accountCall(call, send);
  } catch (error) {
    const { name } = partsOf(error instanceof AccountCallError ? error.cause : error);
    if (call.absent?.includes(name) === true) return null;
    throw error;
  }
}

interface ErrorParts {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  /** Status of the answer; null: there was none. */
  readonly status: number | null;
}

function problemOf(parts: ErrorParts): CallProblem {
  const { name } = parts;
  if (ERROR_NAMES.noCredentials.has(name)) return 'signed-out';
  if (ERROR_NAMES.expired.has(name)) return 'expired';
  if (ERROR_NAMES.invalidCredentials.has(name)) return 'rejected';
  if (ERROR_NAMES.throttled.has(name)) return 'throttled';
  if (isConnectionError(parts)) return 'network';
  if (ERROR_NAMES.outOfTime.has(name)) return 'timeout';

  return ERROR_NAMES.denied.has(name) || parts.status === FORBIDDEN ? 'denied' : 'other';
}

function partsOf(error: unknown): ErrorParts {
  if (!(error instanceof Error)) {
    return { name: '', code: '', message: String(error), status: null };
  }
  const metadata: unknown = Reflect.get(error, '$metadata');
  const status: unknown =
    typeof metadata === 'object' && metadata !== null
      ? Reflect.get(metadata, 'httpStatusCode')
      : null;

  return {
    name: error.name,
    code: 'code' in error ? String(error.code) : '',
    message: error.message,
    status: typeof status === 'number' ? status : null,
  };
}
