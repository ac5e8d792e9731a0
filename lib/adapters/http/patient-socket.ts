import type net from 'node:net';
import { errorCode } from '../base/node-error.ts';

/** Errors of a write to a connection that the other side has closed. */
const BROKEN = ['EPIPE', 'ECONNRESET', 'ECONNABORTED'];

/**
 * Lets a socket be read to its end after a write to it has failed. A server that refuses an upload
 * answers and closes; the write of the rest then fails, and Node would destroy the socket with the
 * answer unread in it. The failure is withheld: reading reports the end of the connection, with or
 * without an answer before it.
 */
export function readableAfterRefusal(socket: net.Socket): void {
  // `_write` is the documented method of a stream's implementor: it learns of a failure before the stream does.
  // oxlint-disable-next-line no-underscore-dangle -- Node's name
  const write = socket._write.bind(socket);
  // oxlint-disable-next-line no-underscore-dangle -- Node's name
  socket._write = (chunk, encoding, callback) => {
    write(chunk, encoding, (error) => {
      if (!error || !BROKEN.includes(errorCode(error))) callback(error);
    });
  };
}
