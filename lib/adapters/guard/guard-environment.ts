import dns from 'node:dns';
import { METADATA_ADDRESSES } from '../net/address-guard.ts';
import { addressKind } from '../net/address-kind.ts';
import { addressBytes, isAddress } from './address-bytes.ts';

/** What the guard of a worker needs to know before the journey is known. */
export interface GuardSettings {
  /** The library's file. */
  readonly libraryPath: string;
  /** Where the judge listens. */
  readonly socketPath: string;
  /** The process that judges. */
  readonly runnerPid: number;
  /** `host:port` of Lambda's runtime API; null outside Lambda. */
  readonly lambdaRuntimeApi: string | null;
  /** Programs that the worker may start; one that ends in `/` stands for a folder. */
  readonly programs: readonly string[];
}

/** Limits of `native/settings.h`, less what the library adds. */
const MAX_TEXT_BYTES = 4_000;
const MAX_PROGRAMS = 16;
const MAX_RESOLVERS = 8;
const DNS_PORT = 53;

/**
 * The environment variables that load the guard into a worker; null where they cannot be passed:
 * the loader separates paths at spaces and colons, and the settings are limited in length.
 */
export function guardEnvironment(settings: GuardSettings): Record<string, string> | null {
  const { libraryPath, socketPath, runnerPid, lambdaRuntimeApi } = settings;
  const lines = [
    'role=worker',
    `ask=${socketPath}`,
    `runner=${runnerPid}`,
    ...METADATA_ADDRESSES.map((address) => `deny=${target(address, 0)}`),
    ...(lambdaRuntimeApi === null ? [] : [denyRuntime(lambdaRuntimeApi)]),
    ...nameServers().map((line) => `dns=${line}`),
    ...settings.programs.slice(0, MAX_PROGRAMS).map((file) => `exec=${file}`),
  ];
  const text = lines.join('\n');
  const isPassable = !/[\s:]/.test(libraryPath) && lines.every((line) => !line.includes('\n'));

  return isPassable && Buffer.byteLength(text) <= MAX_TEXT_BYTES
    ? { LD_PRELOAD: libraryPath, WAYWISER_GUARD: text }
    : null;
}

function target(address: string, port: number): string {
  return `${addressBytes(address).toString('hex')}:${port}`;
}

/** On loopback, every loopback address leads to the same sockets. */
function denyRuntime(api: string): string {
  const { hostname, port } = new URL(`http://${api}`);
  const host = hostname.replaceAll(/[[\]]/g, '');
  if (isAddress(host) && addressKind(host) !== 'loopback') return `deny=${target(host, 0)}`;

  return `denyloopback=${port === '' ? '80' : port}`;
}

/** The system's name servers, to which anyone may send queries. */
function nameServers(): readonly string[] {
  // A new resolver reads the configuration; that of this process is as old as the process.
  return new dns.Resolver()
    .getServers()
    .map((server) => {
      const [, bracketed, port] = /^\[(.+)\]:(\d+)$/.exec(server) ?? [];
      const [, plain, plainPort] = /^([^:]+):(\d+)$/.exec(server) ?? [];

      return { address: bracketed ?? plain ?? server, port: Number(port ?? plainPort ?? DNS_PORT) };
    })
    .filter(({ address }) => isAddress(address))
    .slice(0, MAX_RESOLVERS)
    .map(({ address, port }) => target(address, port));
}
