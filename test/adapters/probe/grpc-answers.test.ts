import type { GrpcProbeOptions } from '../../../lib/core/journey/checks/grpc-probe.ts';
import { type FailedCall, serverPool } from '../../support/failed-calls.ts';
import { failedHealth, failedHealthOn } from '../../support/failed-health.ts';
import {
  type Answering,
  healthMessage,
  healthServer,
  refuse,
  respond,
} from '../../support/health-server.ts';
import { passedProbe } from '../../support/probe-parts.ts';

const SERVING = healthMessage(0x08, 1);
const PLAIN = { tls: false } as const;

const pool = serverPool();
const { serving } = pool;
afterAll(pool.close);

async function failingOn(answer: Answering, options?: GrpcProbeOptions): Promise<FailedCall> {
  return failedHealthOn(pool, answer, options);
}

describe('the answer to probe.grpcHealth()', () => {
  it('ignores fields of later versions of the protocol', async () => {
    const later = [
      0x12, 2, 0x41, 0x42, 0x1d, 1, 2, 3, 4, 0x21, 1, 2, 3, 4, 5, 6, 7, 8, 0x08, 1, 0x18, 2,
    ];
    const { target } = await serving(
      healthServer((stream) => respond(stream, healthMessage(...later))),
    );

    const { state } = await passedProbe((probe) => probe.grpcHealth(target, PLAIN));

    expect(state).toBe('SERVING');
  });

  it.each([
    ['NOT_SERVING', [0x08, 2]],
    ['UNKNOWN', []],
    ['SERVICE_UNKNOWN', [0x08, 3]],
  ])('fails on a service that says %s', async (state, bytes) => {
    const { cause, message } = await failingOn(
      (stream) => respond(stream, healthMessage(...bytes)),
      { tls: false, service: 'shop.v1.Orders' },
    );

    expect(cause).toBe('target.assertion');
    expect(message).toBe(`the service "shop.v1.Orders" says ${state}; expected SERVING`);
  });

  it.each([
    [
      '5',
      'unknown%20service',
      'target.status',
      'answered gRPC status 5 (NOT_FOUND): "unknown service" (the server does not know this service; check the option service)',
    ],
    [
      '12',
      undefined,
      'target.status',
      'answered gRPC status 12 (UNIMPLEMENTED) (the server has no health service (grpc.health.v1.Health))',
    ],
    ['14', 'no upstream', 'target.status', 'answered gRPC status 14 (UNAVAILABLE): "no upstream"'],
    [
      '7',
      'not for you',
      'target.status',
      'answered gRPC status 7 (PERMISSION_DENIED): "not for you"',
    ],
    ['4', undefined, 'target.timeout', 'answered gRPC status 4 (DEADLINE_EXCEEDED)'],
    ['99', undefined, 'target.status', 'answered gRPC status 99 (which no status has)'],
    [
      'fine',
      undefined,
      'target.protocol',
      'the answer has the grpc-status "fine"; expected a number',
    ],
    [
      '14',
      'gr%C3%BC%C3%9Ft %zz',
      'target.status',
      'answered gRPC status 14 (UNAVAILABLE): "gr%C3%BC%C3%9Ft %zz"',
    ],
  ])('fails on status %s in trailers alone', async (...[status, text, cause, expected]) => {
    const failed = await failingOn((stream) => refuse(stream, status, text));

    expect(failed).toMatchObject({ cause, message: expected, records: [{ error: expected }] });
  });

  it('fails on a status in trailers behind a message', async () => {
    const { cause, message } = await failingOn((stream) =>
      respond(stream, SERVING, { 'grpc-status': '13', 'grpc-message': 'no memory' }),
    );

    expect(cause).toBe('target.status');
    expect(message).toBe('answered gRPC status 13 (INTERNAL): "no memory"');
  });

  it('fails on an answer without a status', async () => {
    const { cause, message } = await failingOn((stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
      stream.end(SERVING);
    });

    expect([cause, message]).toEqual(['target.protocol', 'the answer ended without a grpc-status']);
  });

  it.each([
    [
      200,
      'text/html',
      'target.protocol',
      'the answer has the content type "text/html"; expected application/grpc',
    ],
    [
      502,
      'text/html',
      'target.status',
      'answered HTTP 502 without a grpc-status; expected 200, the status of gRPC answers',
    ],
  ])('fails on the answer %d of a proxy', async (...[status, type, cause, expected]) => {
    const failed = await failingOn((stream) => {
      stream.respond({ ':status': status, 'content-type': type });
      stream.end('<h1>Bad gateway</h1>');
    });

    expect([failed.cause, failed.message]).toEqual([cause, expected]);
    expect(failed.records[0]?.status).toBe(status);
  });

  it.each<[string, Buffer, string]>([
    ['no message', Buffer.alloc(0), '0 bytes in place of a message'],
    [
      'a compressed message',
      Buffer.from([1, 0, 0, 0, 0]),
      'a compressed message, though none was asked for',
    ],
    [
      'a message that is cut off',
      Buffer.from([0, 0, 0, 0, 9, 8, 1]),
      'a message of 9 bytes, of which 2 came',
    ],
    ['a field that is cut off', healthMessage(0x0a, 9, 1), 'a field that is cut off'],
    [
      'a number without end',
      healthMessage(0x08, ...Array.from({ length: 11 }, () => 0xff)),
      'a number of more than ten bytes',
    ],
    ['a group', healthMessage(0x0b), 'a field of the unknown type 3'],
    ['field 0', healthMessage(0x00, 1), 'a field that does not exist'],
    ['a status of a later version', healthMessage(0x08, 7), 'the unknown status 7'],
  ])('fails on %s', async (_, bytes, expected) => {
    const { cause, message } = await failingOn((stream) => respond(stream, bytes));

    expect(cause).toBe('target.body');
    expect(message).toBe(`the answer is no message of the health protocol: ${expected}`);
  });

  it('says that the server reset the call within the answer', async () => {
    const { cause, message } = await failingOn((stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '0' });
      stream.write(SERVING, () => stream.destroy(new Error('on purpose')));
    });

    expect([cause, message]).toEqual([
      'target.protocol',
      'the server reset the call within the answer (INTERNAL_ERROR)',
    ]);
  });

  it('fails on an answer without end', async () => {
    const { cause, message } = await failingOn((stream) => respond(stream, Buffer.alloc(70_000)));

    expect([cause, message]).toEqual(['target.body', 'the answer is larger than 64 KB']);
  });

  it('keeps secrets out of messages and records', async () => {
    const { target } = await serving(
      healthServer((stream, { headers }) => refuse(stream, '16', String(headers['authorization']))),
    );

    const { message, records } = await failedHealth(
      target,
      { tls: false, metadata: { authorization: 'Bearer sextant-at-noon' } },
      { redact: (text) => text.replaceAll('sextant-at-noon', '[secret]') },
    );

    expect(message).toBe(
      'answered gRPC status 16 (UNAUTHENTICATED): "Bearer [secret]" (the option metadata or secretMetadata can carry credentials)',
    );
    expect(JSON.stringify(records)).not.toContain('sextant-at-noon');
  });
});
