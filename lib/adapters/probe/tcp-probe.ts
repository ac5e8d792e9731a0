import type { TcpProbeOptions, TcpProbeResult } from '../../core/journey/checks/tcp-probe.ts';
import { RunFailure } from '../../core/record/outcome.ts';
import { type ByteStream, byteStream } from './byte-stream.ts';
import type { Probe, ProbeRun } from './probe.ts';
import { quoted } from './quoted.ts';
import { targetUrl } from './target-url.ts';

type TcpFacts = Omit<TcpProbeResult, 'timings'>;

/** Most bytes that are searched for the expected text. */
const MAX_BYTES = 64 * 1024;

/** Connects, sends a text, and waits for another. */
export const tcpProbe: Probe<TcpProbeOptions, TcpFacts> = {
  method: 'TCP',
  resourceType: 'tcp',
  plan: (target, options) => {
    if (options.expect === '') throw new TypeError('its expect is empty; expected a text');

    return { url: targetUrl('tcp', target), run: async (probe) => converse(probe, options) };
  },
};

async function converse(probe: ProbeRun, { send, expect }: TcpProbeOptions): Promise<TcpFacts> {
  const { clock } = probe.entry;
  const stream = byteStream(await probe.connect(), probe.limit.signal);
  try {
    if (send !== undefined) {
      clock.enter('send');
      await stream.write(send);
      clock.enter(null);
    }

    return { received: expect === undefined ? '' : await received(stream, expect, probe) };
  } finally {
    clock.stop();
    stream.close();
  }
}

/** Reads until the expected text is there. */
async function received(stream: ByteStream, expected: string, probe: ProbeRun): Promise<string> {
  const { clock, facts } = probe.entry;
  let bytes = Buffer.alloc(0);
  clock.enter('wait');
  for (;;) {
    const chunk = await stream.next();
    if (chunk === null) throw missing(bytes, expected, 'the server closed the connection');
    if (bytes.length === 0) clock.enter('receive');
    bytes = Buffer.concat([bytes, chunk]);
    facts.sizeBytes = bytes.length;
    if (bytes.includes(expected)) return bytes.toString();
    if (bytes.length > MAX_BYTES) throw missing(bytes, expected, 'that is too much to search');
  }
}

function missing(bytes: Buffer, expected: string, why: string): RunFailure {
  const what =
    bytes.length === 0 ? 'nothing' : `${quoted(bytes.toString())} (${bytes.length} bytes)`;

  return new RunFailure(
    bytes.length === 0 ? 'target.protocol' : 'target.assertion',
    `expected ${quoted(expected)}, and the server sent ${what}: ${why}`,
  );
}
