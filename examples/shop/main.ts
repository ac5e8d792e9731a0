import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startShop } from './server.ts';

const USAGE = `The demo shop: pages, a JSON API, and knobs to make it slow or ill.

  --port N        default 4173
  --partner-port N   of the identity provider and the card form; default: any free port
  --host NAME     default 127.0.0.1
  --tls-key FILE --tls-cert FILE   speak HTTPS
  --knobs JSON    knobs to start with, as POST /_control takes them; default: SHOP_KNOBS

Environment:
  SHOP_KNOBS            knobs to start with
  WAYWISER_TIME_SCALE   so many hours of a drift pass in one: waywiser dev --time-scale sets it`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4173' },
      'partner-port': { type: 'string', default: '0' },
      host: { type: 'string', default: '127.0.0.1' },
      'tls-key': { type: 'string' },
      'tls-cert': { type: 'string' },
      knobs: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    console.log(USAGE);

    return;
  }
  const { 'tls-key': key, 'tls-cert': cert, host } = values;
  const knobs = values.knobs ?? process.env['SHOP_KNOBS'];
  const timeScale = Number(process.env['WAYWISER_TIME_SCALE'] ?? 1);
  const tls =
    key === undefined || cert === undefined
      ? {}
      : { tls: { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') } };
  const port = Number(values.port);
  const partnerPort = Number(values['partner-port']);
  const shop = await startShop({ port, partnerPort, host, timeScale, ...tls });
  if (knobs !== undefined) shop.panel.turn(JSON.parse(knobs));
  console.log(`The demo shop runs at ${shop.url} (fault knobs: ${shop.url}/_control/panel)`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void shop.close());
}

void main();
