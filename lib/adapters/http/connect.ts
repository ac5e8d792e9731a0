import net from 'node:net';
import type { ResolvedAddress } from '../names/look-up.ts';
import { reasonOf } from './time-limit.ts';

/** How long one address is tried before the next is tried in parallel (RFC 8305, section 8). */
const ATTEMPT_DELAY_MS = 250;

/** An address with the error of its connection attempt. */
export interface FailedAttempt {
  readonly address: string;
  readonly error: Error;
}

/** Thrown when no address of a name could be connected to. */
export class NoConnection extends Error {
  readonly attempts: readonly FailedAttempt[];

  constructor(attempts: readonly FailedAttempt[]) {
    super('no address could be connected to');
    this.name = 'NoConnection';
    this.attempts = attempts;
  }
}

/**
 * Connects to the first address that accepts. The next address is tried when the previous one has
 * failed or has not answered for 250 ms (Happy Eyeballs, RFC 8305). Only the given addresses are
 * used, because these were checked by the guard.
 */
export async function connectTcp(
  addresses: readonly ResolvedAddress[],
  port: number,
  signal: AbortSignal,
): Promise<net.Socket> {
  const queue = interleaved(addresses);
  const open = new Map<net.Socket, AbortController>();
  const failed: FailedAttempt[] = [];
  let delay: NodeJS.Timeout | undefined;

  return new Promise<net.Socket>((resolve, reject) => {
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else tryNext();

    function tryNext(): void {
      clearTimeout(delay);
      const next = queue.shift();
      if (next === undefined) return;
      const socket = net.connect({ host: next.address, port, noDelay: true });
      open.set(socket, watch(socket, { onConnect, onError }));
      if (queue.length > 0) delay = setTimeout(tryNext, ATTEMPT_DELAY_MS);

      function onConnect(): void {
        settle(socket);
        resolve(socket);
      }

      function onError(error: Error): void {
        open.delete(socket);
        failed.push({ address: next?.address ?? '', error });
        if (queue.length > 0) return tryNext();
        if (open.size > 0) return;
        settle(null);
        reject(new NoConnection(failed));
      }
    }

    function onAbort(): void {
      settle(null);
      reject(reasonOf(signal));
    }

    function settle(winner: net.Socket | null): void {
      clearTimeout(delay);
      signal.removeEventListener('abort', onAbort);
      for (const [socket, watching] of open) {
        watching.abort();
        if (socket !== winner) discard(socket);
      }
    }
  });
}

interface AttemptListeners {
  readonly onConnect: () => void;
  readonly onError: (error: Error) => void;
}

/** Listens to a socket until the returned controller is aborted. */
function watch(socket: net.Socket, listeners: AttemptListeners): AbortController {
  const watching = new AbortController();
  socket.once('connect', listeners.onConnect);
  socket.once('error', listeners.onError);
  watching.signal.addEventListener('abort', () => {
    socket.removeListener('connect', listeners.onConnect);
    socket.removeListener('error', listeners.onError);
  });

  return watching;
}

function discard(socket: net.Socket): void {
  // An error that still arrives must not be an uncaught exception.
  socket.on('error', () => undefined);
  socket.destroy();
}

/** Alternates between the families, beginning with the resolver's first choice (RFC 8305, section 4). */
function interleaved(addresses: readonly ResolvedAddress[]): ResolvedAddress[] {
  const first = addresses.filter(({ family }) => family === addresses[0]?.family);
  const second = addresses.filter(({ family }) => family !== addresses[0]?.family);
  const mixed: ResolvedAddress[] = [];
  for (let index = 0; index < Math.max(first.length, second.length); index += 1) {
    mixed.push(...first.slice(index, index + 1), ...second.slice(index, index + 1));
  }

  return mixed;
}
