// Run in a network namespace of its own, where it is the machine's only name server: visits names
// with a real browser and prints what came of it as JSON.
import dgram from 'node:dgram';
import http from 'node:http';
import dnsPacket from 'dns-packet';
import type { BrowserPort } from '../../lib/core/ports.ts';
import { attemptIn, testBrowser } from './browser-attempt.ts';
import { listen } from './listening.ts';

/** What the parent gets of each visit. */
export interface NameVisit {
  readonly name: string;
  readonly outcome: string;
  readonly cause: string | null;
  readonly message: string | null;
  readonly durationMs: number;
  readonly dnsMs: readonly (number | null)[];
  /** Whether the name server was asked for the name during the visit. */
  readonly asked: boolean;
}

const NXDOMAIN = 3;
const DNS_PORT = 53;
const CONTROL = 'control.example';

interface NameServer {
  /** Names asked for, in order. */
  readonly asked: string[];
  /** From here on nothing is answered. */
  die(): void;
}

async function startNameServer(): Promise<NameServer> {
  const asked: string[] = [];
  const socket = dgram.createSocket('udp4');
  let dead = false;
  socket.on('message', (message, from) => {
    const query = dnsPacket.decode(message);
    const name = query.questions?.[0]?.name.toLowerCase() ?? '';
    asked.push(name);
    if (dead || name.startsWith('silent.')) return;
    socket.send(answerTo(query, name), from.port, from.address);
  });
  await new Promise<void>((resolve) => {
    socket.bind(DNS_PORT, '127.0.0.1', resolve);
  });

  return { asked, die: () => (dead = true) };
}

/** Names that begin with `inside.` are at loopback, for five minutes; others do not exist. */
function answerTo(query: dnsPacket.DecodedPacket, name: string): Buffer {
  const known = name.startsWith('inside.') || name === CONTROL;
  const wanted = known && query.questions?.[0]?.type === 'A';

  return dnsPacket.encode({
    type: 'response',
    ...(query.id === undefined ? {} : { id: query.id }),
    flags: known ? 0 : NXDOMAIN,
    questions: query.questions ?? [],
    answers: wanted ? [{ type: 'A', name, ttl: 300, data: '127.0.0.1' }] : [],
  });
}

interface World {
  readonly browser: BrowserPort;
  readonly names: NameServer;
  readonly port: number;
}

async function visit(world: World, name: string, allowPrivate = false): Promise<NameVisit> {
  const before = world.names.asked.length;
  const result = await attemptIn(world.browser, {
    plan: { timeoutMs: 30_000, allowPrivate },
    body: async ({ page }) => {
      await page.goto(`http://${name}:${world.port}/`);
      await page.getByText('inside').waitFor();
    },
  });
  const { outcome, cause, error, durationMs, requests } = result;
  const dnsMs = requests.map(({ phases }) => phases.dnsMs);
  const asked = world.names.asked.slice(before).includes(name);

  return { name, outcome, cause, message: error?.message ?? null, durationMs, dnsMs, asked };
}

async function main(): Promise<void> {
  const names = await startNameServer();
  const server = http.createServer((_request, response) => response.end('inside'));
  const world: World = {
    names,
    port: await listen(server),
    browser: testBrowser({ controlHost: CONTROL, mode: 'multi-process' }),
  };
  const visits = [
    await visit(world, 'unknown.example'),
    await visit(world, 'inside.example'),
    await visit(world, 'inside.example', true),
    await visit(world, 'inside.example', true),
    await visit(world, 'silent.example'),
  ];
  names.die();
  visits.push(await visit(world, 'other.example'));
  await world.browser.dispose();
  process.stdout.write(JSON.stringify(visits), () => process.exit(0));
}

void main();
