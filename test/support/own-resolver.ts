// Run in a network namespace of its own, where it is the machine's only name server: visits names
// with a real browser and prints what came of it as JSON.
import dgram from 'node:dgram';
import http from 'node:http';
import net from 'node:net';
import dnsPacket from 'dns-packet';
import { machineNames } from '../../lib/adapters/names/machine-names.ts';
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
  const lost = new Set<string>();

  /** The first query for such a name is lost. */
  function isLost(name: string): boolean {
    if (!name.startsWith('lost.') || lost.has(name)) return false;
    lost.add(name);

    return true;
  }

  socket.on('message', (message, from) => {
    const query = dnsPacket.decode(message);
    const name = query.questions?.[0]?.name.toLowerCase() ?? '';
    asked.push(name);
    if (dead || name.startsWith('silent.') || isLost(name)) return;
    socket.send(answerTo(query, name), from.port, from.address);
  });
  await new Promise<void>((resolve) => {
    socket.bind(DNS_PORT, '127.0.0.1', resolve);
  });

  return { asked, die: () => (dead = true) };
}

/** Names that begin with `inside.` or `lost.` are at loopback, for five minutes; others do not exist. */
function answerTo(query: dnsPacket.DecodedPacket, name: string): Buffer {
  const known = /^(inside|lost|held)\./.test(name) || name === CONTROL;
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

interface VisitOptions {
  readonly allowPrivate?: boolean;
  readonly timeoutMs?: number;
  /** The address to open; default the page of this name. */
  readonly url?: string;
  /** The visit waits for the journey's own deadline. */
  readonly patient?: boolean;
}

async function visit(
  world: World,
  name: string,
  { allowPrivate = true, timeoutMs = 30_000, url, patient = false }: VisitOptions = {},
): Promise<NameVisit> {
  const before = world.names.asked.length;
  const result = await attemptIn(world.browser, {
    plan: { timeoutMs, allowPrivate },
    body: async ({ page }) => {
      await page.goto(url ?? `http://${name}:${world.port}/`, patient ? { timeout: 0 } : {});
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
  // Accepts connections and never answers.
  const held = await listen(net.createServer());
  const world: World = {
    names,
    port: await listen(server),
    browser: testBrowser({
      names: machineNames({ configured: [CONTROL], own: [] }),
      mode: 'multi-process',
    }),
  };
  const visits = [
    await visit(world, 'unknown.example'),
    await visit(world, 'inside.example', { allowPrivate: false }),
    await visit(world, 'inside.example'),
    await visit(world, 'inside.example'),
    await visit(world, 'silent.example'),
    await visit(world, 'lost.example', { timeoutMs: 4_000 }),
    await visit(world, 'silent.second', { timeoutMs: 4_000 }),
    await visit(world, 'held.example', { timeoutMs: 4_000, url: `https://held.example:${held}/` }),
  ];
  names.die();
  visits.push(
    await visit(world, 'other.example'),
    await visit(world, 'next.example', { timeoutMs: 4_000 }),
    await visit(world, 'last.example', { timeoutMs: 3_000, patient: true }),
  );
  await world.browser.dispose();
  process.stdout.write(JSON.stringify(visits), () => process.exit(0));
}

void main();
