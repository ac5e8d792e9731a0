import type tls from 'node:tls';
import { HTTP_PROTOCOLS, type HttpProtocol } from '../../core/journey/http-protocol.ts';
import { RunFailure } from '../../core/record/outcome.ts';

/** What is offered to servers: the protocol that the journey names, else all of them, as browsers do. */
export function offeredProtocols(named: HttpProtocol | null): readonly HttpProtocol[] {
  return named === null ? HTTP_PROTOCOLS : [named];
}

/** What was chosen in a handshake. A server without ALPN speaks HTTP/1.1, as for browsers. */
export function chosenProtocol({ alpnProtocol }: tls.TLSSocket): HttpProtocol {
  return alpnProtocol === 'h2' ? 'h2' : 'http/1.1';
}

/** The failure of a handshake whose result was not offered; null: it was. */
export function protocolProblem(
  socket: tls.TLSSocket,
  offered: readonly HttpProtocol[],
): RunFailure | null {
  if (offered.includes(chosenProtocol(socket))) return null;
  const chosen =
    typeof socket.alpnProtocol === 'string' ? socket.alpnProtocol : 'none of it, which is HTTP/1.1';

  return new RunFailure(
    'target.protocol',
    `${offeredText(offered)}, and the server chose ${chosen}`,
  );
}

/** The failure of a request without TLS where only HTTP/2 may be used: it is agreed on in the handshake. */
export function unencryptedProblem(offered: readonly HttpProtocol[]): RunFailure | null {
  if (offered.includes('http/1.1')) return null;
  const reason = `${offeredText(offered)}, and an address without TLS is served in HTTP/1.1; expected https://`;

  return new RunFailure('target.protocol', reason);
}

/** The failure of a server that refused the handshake because of the protocols offered (RFC 7301, section 3.2). */
export function noCommonProtocol(offered: readonly string[], cause: Error): RunFailure {
  const reason = `${offeredText(offered)}, and the server refused the handshake because it speaks nothing of it`;

  return new RunFailure('target.protocol', reason, { cause });
}

function offeredText(offered: readonly string[]): string {
  return `the client offered ${offered.join(' and ')}${offered.length === 1 ? ' alone' : ''}`;
}
