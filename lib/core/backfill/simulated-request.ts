import type { RequestPhases, RequestRecord, TlsFacts } from '../record/run-record.ts';
import { fnv1a } from '../base/fnv1a.ts';
import type { RequestShape } from './journey-shape.ts';
import type { RegionNetwork } from './variation.ts';
import { DAY_MS } from '../base/time.ts';

/** Shape, network and factors of a simulated request. */
interface RequestFrame {
  readonly shape: Pick<RequestShape, 'method' | 'path' | 'resourceType' | 'sizeBytes'>;
  readonly host: string;
  readonly step: string;
  readonly startUs: number;
  readonly atMs: number;
  /** Whether the request opens a connection: the first one to its host does. */
  readonly isNew: boolean;
  /** Server time, with season, noise and injected changes. */
  readonly serverMs: number;
  readonly network: RegionNetwork;
  readonly dnsAddMs: number;
  readonly cpuFactor: number;
  readonly noise: () => number;
}

/** A request's record with its end, in whole microseconds since the run's start. */
export interface SimulatedRequest {
  readonly record: RequestRecord;
  readonly endUs: number;
  readonly waitUs: number;
}

const US_PER_MS = 1000;

const SEND_MS = 0.15;
const HANDSHAKE_MS = 3;
const FIRST_BYTES_MS = 0.4;
const UNACCOUNTED_MS = 0.3;
/** Throughput to a near target; it falls with the round-trip time. */
const BYTES_PER_MS = 2500;
const HALF_SPEED_ROUND_TRIP_MS = 120;

/** Long after every simulated run: certificate renewals are not part of the scenarios. */
const CERTIFICATE_END = Date.UTC(2040, 0, 1);
const CERTIFICATE_VALID_TO = new Date(CERTIFICATE_END).toISOString();
const ADDRESSES = 256;

/** The `server` header of every response. */
const SERVER = 'simulated';

/** Whole microseconds, at least one: no phase takes zero time. */
function micros(ms: number): number {
  return Math.max(1, Math.round(ms * US_PER_MS));
}

/** Simulates a request: its phases, in whole microseconds, add up to its total. */
export function simulateRequest(frame: RequestFrame): SimulatedRequest {
  const { shape, host, step, startUs, isNew, network, cpuFactor, noise } = frame;
  const speed = BYTES_PER_MS / (1 + network.roundTripMs / HALF_SPEED_ROUND_TRIP_MS);
  const connecting = isNew ? connectUs(frame) : null;
  const sendUs = micros(SEND_MS * cpuFactor);
  const waitUs = micros((network.roundTripMs + frame.serverMs) * noise());
  const receiveUs = micros((FIRST_BYTES_MS + shape.sizeBytes / speed) * noise());
  const unaccountedUs = micros(UNACCOUNTED_MS * cpuFactor);
  const before = connecting === null ? 0 : connecting.dns + connecting.tcp + connecting.tls;
  const totalUs = before + sendUs + waitUs + receiveUs + unaccountedUs;
  const phases: RequestPhases = {
    dnsMs: connecting && connecting.dns / US_PER_MS,
    tcpMs: connecting && connecting.tcp / US_PER_MS,
    tlsMs: connecting && connecting.tls / US_PER_MS,
    sendMs: sendUs / US_PER_MS,
    waitMs: waitUs / US_PER_MS,
    receiveMs: receiveUs / US_PER_MS,
    unaccountedMs: unaccountedUs / US_PER_MS,
  };

  return {
    endUs: startUs + totalUs,
    waitUs,
    record: {
      method: shape.method,
      url: `https://${host}${shape.path}`,
      status: shape.method === 'POST' && shape.resourceType === 'http' ? 201 : 200,
      startMs: startUs / US_PER_MS,
      phases,
      totalMs: totalUs / US_PER_MS,
      sizeBytes: shape.sizeBytes,
      connection: isNew ? 'new' : 'reused',
      remoteAddress: addressOf(host),
      protocol: shape.resourceType === 'http' ? 'http/1.1' : 'h2',
      tls: tlsOf(host, frame.atMs),
      server: SERVER,
      step,
      resourceType: shape.resourceType,
      error: null,
    },
  };
}

function connectUs({ network, dnsAddMs, cpuFactor, noise }: RequestFrame): {
  readonly dns: number;
  readonly tcp: number;
  readonly tls: number;
} {
  return {
    dns: micros((network.dnsMs + dnsAddMs) * noise()),
    tcp: micros(network.roundTripMs * noise()),
    tls: micros((network.roundTripMs + HANDSHAKE_MS * cpuFactor) * noise()),
  };
}

/** An address from a block reserved for documentation (RFC 5737). */
function addressOf(host: string): string {
  return `203.0.113.${fnv1a(host) % ADDRESSES}`;
}

function tlsOf(host: string, atMs: number): TlsFacts {
  return {
    protocol: 'TLSv1.3',
    issuer: 'Simulated Authority',
    subject: host,
    validTo: CERTIFICATE_VALID_TO,
    daysToExpiry: Math.floor((CERTIFICATE_END - atMs) / DAY_MS),
  };
}
