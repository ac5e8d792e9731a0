import type { Duplex } from 'node:stream';
import { errorText } from '../core/base/error-text.ts';
import type { WorkerOrder, WorkerReport } from './protocol.ts';
import { workerReport } from './schema/report-schema.ts';
import { encodeFrame, type Frame, frameDecoder } from './wire/frames.ts';
import {
  MAX_MESSAGE_BYTES,
  MAX_PROGRESS_MESSAGES,
  MAX_PROGRESS_TOTAL_BYTES,
  OTHER_MESSAGES,
} from './wire/message-limits.ts';
import { ProtocolBreach } from './wire/protocol-breach.ts';

/** The sandbox's end of the pipe to one worker. */
export interface WorkerChannel {
  /** Sends an order. A worker that has ended does not receive it; its exit is reported separately. */
  send(order: WorkerOrder): void;
  /** Starts a new budget of messages: for each attempt. */
  renew(): void;
  /** Stops listening: nothing that still arrives is read. */
  close(): void;
}

/** What the sandbox does with messages, and with the first one that it cannot accept. */
export interface ChannelListener {
  readonly onReport: (report: WorkerReport) => void;
  readonly onBreach: (breach: ProtocolBreach) => void;
}

/**
 * Reads a worker's messages and checks them. The pipe is the journey's as well, which may write any
 * bytes into it: whatever arrives, this process goes on. After a breach nothing more is read.
 */
export function workerChannel(stream: Duplex, listener: ChannelListener): WorkerChannel {
  const decode = frameDecoder();
  let messagesLeft = 0;
  let bytesLeft = 0;
  let isOpen = true;

  function renew(): void {
    messagesLeft = MAX_PROGRESS_MESSAGES + OTHER_MESSAGES;
    bytesLeft = MAX_PROGRESS_TOTAL_BYTES + MAX_MESSAGE_BYTES;
  }

  function close(): void {
    isOpen = false;
    stream.destroy();
  }

  /** The next report; null: no further one is complete, or the stream was closed. */
  function next(frames: Iterator<Frame, void>): WorkerReport | null {
    try {
      const { value: frame } = frames.next();
      if (frame === undefined) return null;
      messagesLeft -= 1;
      bytesLeft -= frame.sizeBytes;
      if (messagesLeft < 0 || bytesLeft < 0) throw new ProtocolBreach('too many messages');

      return workerReport(frame);
    } catch (error) {
      close();
      // No bytes may end this process, whatever the check stumbled over.
      listener.onBreach(
        error instanceof ProtocolBreach ? error : new ProtocolBreach(errorText(error)),
      );

      return null;
    }
  }

  renew();
  stream.on('data', (chunk: Buffer) => {
    const frames = decode(chunk);
    let report = isOpen ? next(frames) : null;
    while (report !== null) {
      listener.onReport(report);
      // The listener may have ended the worker.
      report = isOpen ? next(frames) : null;
    }
  });
  // EPIPE or ECONNRESET: the worker has ended or closed its end, and its exit is reported separately.
  stream.on('error', close);

  return {
    send: (order) => {
      if (isOpen) stream.write(encodeFrame(order));
    },
    renew,
    close,
  };
}
