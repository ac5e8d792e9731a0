import dgram from 'node:dgram';
import dnsPacket from 'dns-packet';
import { networkCommands, RESOLVER } from '../../containment/inside/network.ts';
import { type MonitorFault, NO_FAULT } from './fault.ts';

const PORT = 53;
/** https://www.iana.org/assignments/dns-parameters/#dns-parameters-6 */
const CODES = { FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;

type Reply = (query: dnsPacket.DecodedPacket, message: Buffer) => Buffer | null;

function resolver(
  name: string,
  reply: Reply | null,
  file = `nameserver ${RESOLVER}`,
): MonitorFault {
  return {
    ...NO_FAULT,
    name: `resolver: ${name}`,
    cause: 'monitor.dns',
    at: 'start',
    url: 'http://shop.example/',
    // A resolver's own retries take longer than the other faults.
    plan: { timeoutMs: 20_000 },
    harm: reply === null ? null : () => serve(reply),
    world: [
      ...networkCommands(),
      `printf '%s\\n' '${file}' > "$FAULT_DIR/resolv.conf"`,
      'mount --bind "$FAULT_DIR/resolv.conf" "$(readlink -f /etc/resolv.conf)"',
    ],
  };
}

function serve(reply: Reply): void {
  const socket = dgram.createSocket('udp4');
  socket.on('message', (message, from) => {
    const answer = reply(dnsPacket.decode(message), message);
    if (answer !== null) socket.send(answer, from.port, from.address);
  });
  socket.bind(PORT, RESOLVER);
  socket.unref();
}

function withCode(code: keyof typeof CODES): Reply {
  return ({ id = 0, questions = [] }) =>
    dnsPacket.encode({ type: 'response', id, flags: CODES[code], questions });
}

/** Name servers that do not do their work. */
export const NAME_FAULTS: readonly MonitorFault[] = [
  resolver('silent', () => null),
  resolver('nothing on its port', null),
  resolver('out of reach', null, 'nameserver 192.0.77.1'),
  resolver('none configured', null, '# none'),
  resolver('SERVFAIL', withCode('SERVFAIL')),
  resolver('REFUSED', withCode('REFUSED')),
  resolver('FORMERR', withCode('FORMERR')),
  resolver('NOTIMP', withCode('NOTIMP')),
  {
    ...resolver('no name exists', withCode('NXDOMAIN')),
    settings: () => ({ controlNames: { configured: ['control.example'], own: [] } }),
  },
  resolver('garbage', () => Buffer.from('this is no answer of a name server')),
  resolver('cut answers', (_, message) => message.subarray(0, 8)),
  resolver('truncated, and no TCP', ({ id = 0, questions = [] }) =>
    dnsPacket.encode({
      type: 'response',
      id,
      flags: dnsPacket.TRUNCATED_RESPONSE,
      questions,
    }),
  ),
  resolver('answers to other questions', ({ questions = [] }) =>
    dnsPacket.encode({ type: 'response', id: 1, flags: 0, questions }),
  ),
];
