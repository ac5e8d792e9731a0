import { SERVING_STATES, type ServingState } from '../../core/journey/checks/grpc-probe.ts';
import { RunFailure } from '../../core/record/outcome.ts';

// The two messages of grpc.health.v1 have one field each (https://github.com/grpc/grpc-proto, grpc/health/v1/health.proto):
// HealthCheckRequest { string service = 1; } and HealthCheckResponse { ServingStatus status = 1; }.

/** Compressed flag and length before each message. */
const PREFIX_BYTES = 5;
/** Field 1 with a length, and with a varint (https://protobuf.dev/programming-guides/encoding). */
const FIELD_1_LENGTH = 0x0a;
const WIRE = { varint: 0, fixed64: 1, length: 2, fixed32: 5 };

/** The call's request, with its prefix. */
export function healthRequest(service: string): Buffer {
  const name = Buffer.from(service);
  const message =
    name.length === 0
      ? name
      : Buffer.concat([Buffer.from([FIELD_1_LENGTH]), varint(name.length), name]);
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(message.length, 1);

  return Buffer.concat([prefix, message]);
}

/** Reads the answer. Throws a RunFailure where it is no message of the health protocol. */
export function healthState(body: Buffer): ServingState {
  if (body.length < PREFIX_BYTES) throw malformed(`${body.length} bytes in place of a message`);
  if (body[0] !== 0) throw malformed('a compressed message, though none was asked for');
  const length = body.readUInt32BE(1);
  const message = body.subarray(PREFIX_BYTES);
  if (message.length !== length) {
    throw malformed(`a message of ${length} bytes, of which ${message.length} came`);
  }
  const state = SERVING_STATES[statusIn(message)];
  if (state === undefined) throw malformed(`the unknown status ${statusIn(message)}`);

  return state;
}

/** The value of field 1; the last one counts, and 0 where there is none. */
function statusIn(message: Buffer): number {
  let at = 0;
  let status = 0;
  while (at < message.length) {
    const key = readVarint(message, at);
    const [field, type] = [Math.floor(key.value / 8), key.value % 8];
    if (field === 0) throw malformed('a field that does not exist');
    const value = type === WIRE.varint ? readVarint(message, key.end) : null;
    if (field === 1 && value !== null) status = value.value;
    at = value?.end ?? skipped(message, key.end, type);
  }

  return status;
}

function skipped(message: Buffer, at: number, type: number): number {
  if (type === WIRE.fixed64) return within(message, at + 8);
  if (type === WIRE.fixed32) return within(message, at + 4);
  if (type !== WIRE.length) throw malformed(`a field of the unknown type ${type}`);
  const { value, end } = readVarint(message, at);

  return within(message, end + value);
}

function within(message: Buffer, end: number): number {
  if (end > message.length) throw malformed('a field that is cut off');

  return end;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);

  return Buffer.from([...bytes, rest]);
}

/** Longest varint of protobuf. */
const MAX_VARINT_BYTES = 10;

function readVarint(
  bytes: Buffer,
  start: number,
): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let index = 0; index < MAX_VARINT_BYTES; index += 1) {
    const byte = bytes[start + index];
    if (byte === undefined) throw malformed('a field that is cut off');
    value += (byte % 0x80) * 0x80 ** index;
    if (byte < 0x80) return { value, end: start + index + 1 };
  }
  throw malformed('a number of more than ten bytes');
}

function malformed(what: string): RunFailure {
  return new RunFailure('target.body', `the answer is no message of the health protocol: ${what}`);
}
