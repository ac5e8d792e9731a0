import type {
  InstrumentReading,
  RequestPhases,
  RequestRecord,
  StepRecord,
} from '../../lib/core/record/run-record.ts';

/** Makes a step that passed at the start of a run and took 100 ms; change what the test is about. */
export function stepRecord(changes: Partial<StepRecord> = {}): StepRecord {
  return {
    name: 'a step',
    parent: null,
    outcome: 'passed',
    startMs: 0,
    durationMs: 100,
    ...changes,
  };
}

/** Makes phases of which none took place; change what the test is about. */
export function requestPhases(changes: Partial<RequestPhases> = {}): RequestPhases {
  return {
    dnsMs: null,
    tcpMs: null,
    tlsMs: null,
    sendMs: null,
    waitMs: null,
    receiveMs: null,
    unaccountedMs: 0,
    ...changes,
  };
}

/** Makes a request over a new plain connection whose phases add up to its total of 20 ms. */
export function requestRecord(changes: Partial<RequestRecord> = {}): RequestRecord {
  return {
    method: 'GET',
    url: 'http://shop.test/api/products',
    status: 200,
    startMs: 0,
    phases: requestPhases({ dnsMs: 2, tcpMs: 1, sendMs: 0.5, waitMs: 14, receiveMs: 2.5 }),
    totalMs: 20,
    sizeBytes: 12_400,
    connection: 'new',
    remoteAddress: '192.0.2.1',
    protocol: 'http/1.1',
    tls: null,
    step: null,
    resourceType: 'http',
    error: null,
    ...changes,
  };
}

/** Makes the reading of a machine in good order. */
export function instrumentReading(changes: Partial<InstrumentReading> = {}): InstrumentReading {
  return {
    cold: false,
    nodeVersion: '20.19.0',
    chromiumVersion: null,
    browserMode: null,
    cpuCheckMs: 3.2,
    eventLoopDelayMaxMs: 11,
    memoryBytes: 84_000_000,
    off: [],
    ...changes,
  };
}
