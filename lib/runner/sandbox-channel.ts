import net from 'node:net';
import type { WorkerOrder, WorkerReport } from './protocol.ts';
import { encodeFrame, frameDecoder } from './wire/frames.ts';

/** The descriptor of the pipe to the sandbox. */
const MESSAGE_FD = 3;
/** Orders come from the platform: a request is as large as its secrets and its plan. */
const MAX_ORDER_BYTES = 2 ** 32 - 1;

/** A worker's end of the pipe to its sandbox. */
export interface SandboxChannel {
  readonly report: (message: WorkerReport) => void;
  readonly listen: (listener: {
    readonly onOrder: (order: WorkerOrder) => void;
    /** The sandbox has ended or closed the pipe. */
    readonly onGone: () => void;
  }) => void;
}

/** Opens the pipe to the sandbox. */
export function sandboxChannel(): SandboxChannel {
  const socket = new net.Socket({ fd: MESSAGE_FD, readable: true, writable: true });
  const decode = frameDecoder(MAX_ORDER_BYTES);
  // Once the sandbox is gone, reports have no reader.
  socket.on('error', () => socket.destroy());

  return {
    report: (message) => {
      if (socket.writable) socket.write(encodeFrame(message));
    },
    listen: ({ onOrder, onGone }) => {
      socket.on('close', onGone);
      socket.on('data', (chunk) => {
        for (const { message } of decode(chunk)) {
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the sandbox wrote it
          onOrder(message as WorkerOrder);
        }
      });
    },
  };
}
