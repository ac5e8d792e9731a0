import { EventEmitter, once } from 'node:events';
import type { HttpProtocol } from '../../core/journey/http-protocol.ts';

/** Connections that are being opened and could be shared, by where they lead. */
export interface Openings {
  /** A connection is being opened; the result takes what is spoken over it, null if there is none. */
  begin(key: string): (protocol: HttpProtocol | null) => void;
  /** Settles when the one that is being opened is open, or has failed; null: there is none. */
  under(key: string): Promise<unknown> | null;
}

/**
 * Where HTTP/1.1 was agreed on, in this process: requests to it do not wait for each other. A server that
 * changes its mind gets a connection too many, once.
 */
const speakHttp11 = new Set<string>();
/** A journey that makes up host names must not fill the memory. */
const MAX_KNOWN = 1000;

/** Creates the empty list of a session. */
export function openings(): Openings {
  const open = new Map<string, Promise<unknown>>();

  return {
    begin: (key) => {
      if (open.has(key) || speakHttp11.has(key)) return (protocol) => remember(key, protocol);
      const ending = new EventEmitter();
      open.set(key, once(ending, 'end'));

      return (protocol) => {
        open.delete(key);
        remember(key, protocol);
        ending.emit('end');
      };
    },
    under: (key) => open.get(key) ?? null,
  };
}

function remember(key: string, protocol: HttpProtocol | null): void {
  if (protocol === 'h2') speakHttp11.delete(key);
  if (protocol !== 'http/1.1') return;
  if (speakHttp11.size >= MAX_KNOWN) speakHttp11.clear();
  speakHttp11.add(key);
}
