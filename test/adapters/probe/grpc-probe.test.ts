import http2 from 'node:http2';
import tls from 'node:tls';
import type { GrpcProbeOptions } from '../../../lib/core/journey/checks/grpc-probe.ts';
import { type KeyPair, makeAuthority, makeLeaf } from '../../support/certificates.ts';
import { type FailedCall, serverPool } from '../../support/failed-calls.ts';
import { failedHealth, failedHealthOn } from '../../support/failed-health.ts';
import {
  type Answering,
  healthMessage,
  healthServer,
  respond,
  type SeenCall,
} from '../../support/health-server.ts';
import { failureOf, testSession } from '../../support/http-frame.ts';
import { startServer } from '../../support/http-server.ts';
import { closer, listen } from '../../support/listening.ts';
import { passedProbe, phaseError, socketServer } from '../../support/probe-parts.ts';

const SERVING = healthMessage(0x08, 1);
const PLAIN = { tls: false } as const;

const pool = serverPool();
const { serving } = pool;
afterAll(pool.close);

let authority: KeyPair;
let leaf: KeyPair;
beforeAll(async () => {
  authority = await makeAuthority();
  leaf = await makeLeaf(authority);
});

async function failingOn(answer: Answering, options?: GrpcProbeOptions): Promise<FailedCall> {
  return failedHealthOn(pool, answer, options);
}

describe('the call of probe.grpcHealth()', () => {
  it('asks for the health of a service', async () => {
    const seen: SeenCall[] = [];
    const { target } = await serving(
      healthServer((stream, call) => {
        seen.push(call);
        respond(stream, SERVING);
      }),
    );

    const { state, timings } = await passedProbe((probe) =>
      probe.grpcHealth(target, {
        tls: false,
        service: 'shop.v1.Orders',
        authority: 'shop.example',
        metadata: { 'X-Tenant': 'ada' },
      }),
    );

    expect(state).toBe('SERVING');
    expect(seen[0]?.headers).toMatchObject({
      ':method': 'POST',
      ':path': '/grpc.health.v1.Health/Check',
      ':scheme': 'http',
      ':authority': 'shop.example',
      'content-type': 'application/grpc',
      te: 'trailers',
      'x-tenant': 'ada',
    });
    expect(seen[0]?.headers['grpc-timeout']).toMatch(/^\d{1,8}m$/);
    expect(seen[0]?.body.toString('latin1')).toBe('\0\0\0\0\x10\x0a\x0eshop.v1.Orders');
    expect(timings).toMatchObject({
      method: 'GRPC',
      url: `grpc://${target}/shop.v1.Orders`,
      resourceType: 'grpc',
      status: 200,
      protocol: 'h2',
      sizeBytes: 7,
      error: null,
      phases: { dnsMs: null, tlsMs: null },
    });
    for (const phase of ['tcpMs', 'sendMs', 'waitMs', 'receiveMs'] as const) {
      expect([phase, timings.phases[phase]]).not.toContain(null);
    }
    expect(phaseError(timings)).toBe(0);
  });

  it('speaks TLS with HTTP/2, and asks for the server as a whole', async () => {
    const seen: SeenCall[] = [];
    const { port } = await serving(
      healthServer((stream, call) => {
        seen.push(call);
        respond(stream, SERVING);
      }, leaf),
    );

    const { timings } = await passedProbe((probe) => probe.grpcHealth(`localhost:${port}`), {
      ca: authority.cert,
    });

    expect(seen[0]?.headers[':scheme']).toBe('https');
    expect(seen[0]?.body).toEqual(Buffer.alloc(5));
    expect(timings).toMatchObject({ url: `grpcs://localhost:${port}/`, error: null });
    expect(timings.phases.tlsMs).toBeGreaterThan(0);
  });

  it('fails on a port that speaks HTTP/1.1', async () => {
    const { origin } = await serving(startServer((_, response) => response.end('hello')));

    const { cause, message } = await failedHealth(origin.replace('http://', ''));

    expect(cause).toBe('target.protocol');
    expect(message).toContain('the server does not speak HTTP/2 on this port, which gRPC needs');
  });

  it('fails on TLS without HTTP/2', async () => {
    for (const options of [leaf, { ...leaf, ALPNProtocols: ['http/1.1'] }]) {
      const server = tls.createServer(options, (socket) => socket.on('error', () => undefined));
      server.on('tlsClientError', () => undefined);
      const { port } = await serving(
        listen(server).then((found) => ({ port: found, close: closer(server) })),
      );

      const failed = await failedHealth(`localhost:${port}`, {}, { ca: authority.cert });

      expect([failed.cause, failed.message]).toEqual([
        'target.protocol',
        'the server did not agree to HTTP/2 in the TLS handshake (ALPN h2), which gRPC needs',
      ]);
    }
  });

  it('fails on a certificate that is not trusted', async () => {
    const { port } = await serving(healthServer((stream) => respond(stream, SERVING), leaf));

    const { cause, message } = await failedHealth(`localhost:${port}`, {});

    expect(cause).toBe('target.tls');
    expect(message).toContain('Waywiser Test CA');
  });

  it('says that no answer came in time', async () => {
    const { cause, message, records } = await failingOn(() => undefined, {
      tls: false,
      timeout: '1s',
    });

    expect([cause, message]).toEqual([
      'target.timeout',
      'timed out after 1 s, waiting for the answer',
    ]);
    expect(records[0]?.phases.waitMs).toBeGreaterThan(100);
  });

  it('says that the server ended the connection, and why', async () => {
    const { cause, message } = await failingOn((stream) => {
      stream.session?.goaway(http2.constants.NGHTTP2_ENHANCE_YOUR_CALM, 0, Buffer.from('too_many'));
    });

    expect([cause, message]).toEqual([
      'target.protocol',
      'the server ended the connection before an answer (GOAWAY, ENHANCE_YOUR_CALM): "too_many"',
    ]);
  });

  it('says that the server refused the call', async () => {
    const { cause, message } = await failingOn((stream) =>
      stream.close(http2.constants.NGHTTP2_REFUSED_STREAM),
    );

    expect([cause, message]).toEqual([
      'target.protocol',
      'the server reset the call before an answer (REFUSED_STREAM)',
    ]);
  });

  it('says that the connection ended, or was reset', async () => {
    const ended = await serving(socketServer((socket) => socket.once('data', () => socket.end())));
    const reset = await serving(
      socketServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.resetAndDestroy());
      }),
    );

    expect(await failedHealth(ended.target)).toMatchObject({
      cause: 'target.protocol',
      message: 'the server closed the connection before an answer',
    });
    expect(await failedHealth(reset.target)).toMatchObject({
      cause: 'target.protocol',
      message: 'the server reset the connection before the first byte of an answer',
    });
  });

  it('fails on a port that refuses, and connects to no private address that is not allowed', async () => {
    const { target, close } = await socketServer(() => undefined);
    await close();

    expect(await failedHealth(target)).toMatchObject({
      cause: 'target.connect',
      message: `connection refused by ${target}`,
    });
    expect(await failedHealth(target, PLAIN, { allowPrivate: false })).toMatchObject({
      cause: 'security.blocked',
    });
  });

  it.each<[string, GrpcProbeOptions, string]>([
    ['https://shop.example', {}, 'it is no target'],
    ['shop.example:99999', {}, 'it is no target'],
    [
      'shop.example',
      { metadata: { 'grpc-timeout': '1S' } },
      'the probe sets "grpc-timeout" itself; remove it',
    ],
    ['shop.example', { metadata: { 'x y': '1' } }, 'its "x y" cannot be sent'],
    [
      'shop.example',
      { authority: 'https://a' },
      'its authority is "https://a"; expected a host with or without port',
    ],
    ['shop.example', { timeout: '3s3' }, 'its timeout is "3s3"'],
  ])('refuses %s with %j', async (target, options, expected) => {
    const session = testSession();

    const { code, message } = await failureOf(session.probe.grpcHealth(target, options));
    session.close();

    expect(code).toBe('journey.exception');
    expect(message).toContain(`Cannot probe GRPC "${target}": ${expected}`);
  });
});
