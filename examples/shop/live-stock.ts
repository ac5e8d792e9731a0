import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { CATALOGUE } from './catalogue.ts';
import { escapeHtml } from './html.ts';
import type { ControlPanel } from './knobs.ts';
import type { PartRoutes, PartVisit } from './part-visit.ts';

const PATH = '/live/stock';
const EVERY_MS = 200;
/** https://www.rfc-editor.org/rfc/rfc6455#section-1.3 */
const HANDSHAKE = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const FINAL_TEXT_FRAME = 0x81;
/** Longer frames need an extended length field, which is not implemented. */
const MAX_TEXT = 125;

/** The live stock page, updated by a WebSocket. */
export const LIVE_ROUTES: PartRoutes = { 'GET /live': showLive };

function showLive(visit: PartVisit): void {
  const rows = CATALOGUE.map(
    ({ id, name, stock }) =>
      `<tr><td>${escapeHtml(name)}</td><td class="number" id="${id}">${stock}</td></tr>`,
  );
  const body = `<h1>Live stock</h1><p role="status" id="said">Connecting</p>
<table><thead><tr><th>Instrument</th><th class="number">In stock</th></tr></thead><tbody>${rows.join('')}</tbody></table>
<script>
const said = document.getElementById('said');
const socket = new WebSocket(location.origin.replace('http', 'ws') + '${PATH}');
let updates = 0;
socket.addEventListener('open', () => { said.textContent = 'Connected'; });
socket.addEventListener('close', () => { said.textContent = 'Not connected'; });
socket.addEventListener('message', (event) => {
  const { id, stock } = JSON.parse(event.data);
  document.getElementById(id).textContent = stock;
  updates += 1;
  said.textContent = 'Live: ' + updates + (updates === 1 ? ' update' : ' updates');
});
</script>`;
  visit.show({ title: 'Live stock', body });
}

/** Accepts a WebSocket and sends stock updates until it closes. */
export function openLiveStock(request: IncomingMessage, socket: Duplex, panel: ControlPanel): void {
  const key = request.headers['sec-websocket-key'];
  if (request.url !== PATH || key === undefined) {
    socket.end('HTTP/1.1 404 Not Found\r\n\r\n');

    return;
  }
  const accept = createHash('sha1')
    .update(key + HANDSHAKE)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  let sent = 0;
  const timer = setInterval(() => {
    if (!panel.isBroken('live')) socket.write(textFrame(newsOf(sent++)));
  }, EVERY_MS);
  // Reads the client's data only to detect that it closed the connection.
  socket.on('data', () => socket.end());
  socket.on('error', () => socket.destroy());
  socket.on('close', () => clearInterval(timer));
}

function newsOf(sent: number): string {
  const product = CATALOGUE[sent % CATALOGUE.length];

  return JSON.stringify({ id: product?.id, stock: (product?.stock ?? 0) + 1 });
}

/** Frames of servers are not masked: https://www.rfc-editor.org/rfc/rfc6455#section-5.2 */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  if (payload.length > MAX_TEXT) throw new RangeError('The text is too long for one frame');

  return Buffer.concat([Buffer.from([FINAL_TEXT_FRAME, payload.length]), payload]);
}
