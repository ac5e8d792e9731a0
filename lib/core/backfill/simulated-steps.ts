import type { RequestRecord, StepRecord } from '../record/run-record.ts';
import type { RandomFactors, RegionNetwork } from './variation.ts';
import type { Effects } from './effects.ts';
import { type SimulatedRequest, simulateRequest } from './simulated-request.ts';
import type { JourneyShape, RequestShape, StepShape } from './journey-shape.ts';

/** Shape, network, factors and effects of the steps of one run. */
export interface StepsFrame {
  readonly shape: JourneyShape;
  readonly targetHost: string;
  readonly atMs: number;
  readonly network: RegionNetwork;
  readonly effects: Effects;
  /** Factor on server times: season. */
  readonly serverFactor: number;
  /** Factor on all network phases: shared noise. */
  readonly networkFactor: number;
  /** Factor on the journey's or browser's own time, such as a cold start. */
  readonly ownFactor: number;
  readonly chance: RandomFactors;
}

/** The simulated steps and requests of a run. */
export interface SimulatedSteps {
  readonly steps: readonly StepRecord[];
  readonly requests: readonly RequestRecord[];
  /** Total waiting time of the requests, by step. */
  readonly waitMs: ReadonlyMap<string, number>;
  readonly durationMs: number;
}

const US_PER_MS = 1000;
/** Time before the first step, between steps, and after the last. */
const GAP_US = 180;

/** A request to a host, with the injected changes applied. */
interface Call {
  readonly shape: RequestShape;
  readonly host: string;
  readonly serverMs: number;
}

/** Simulates the steps of a run one after the other, with their requests. */
export function simulateSteps(frame: StepsFrame): SimulatedSteps {
  const steps: StepRecord[] = [];
  const requests: RequestRecord[] = [];
  const waitMs = new Map<string, number>();
  const connected = new Set<string>();
  let nowUs = GAP_US;
  for (const step of frame.shape.steps) {
    const laid = layStep(step, { ...frame, startUs: nowUs, connected });
    requests.push(...laid.requests.map(({ record }) => record));
    waitMs.set(step.name, laid.requests.reduce((sum, { waitUs }) => sum + waitUs, 0) / US_PER_MS);
    steps.push({
      name: step.name,
      parent: null,
      outcome: 'passed',
      startMs: nowUs / US_PER_MS,
      durationMs: (laid.endUs - nowUs) / US_PER_MS,
    });
    nowUs = laid.endUs + GAP_US;
  }

  return { steps, requests, waitMs, durationMs: nowUs / US_PER_MS };
}

interface StepStart extends StepsFrame {
  readonly startUs: number;
  /** Hosts that the run has a connection to. */
  readonly connected: Set<string>;
}

/** Own time is split equally: before the first group of requests and after each group. */
function layStep(
  step: StepShape,
  frame: StepStart,
): { readonly requests: readonly SimulatedRequest[]; readonly endUs: number } {
  const groups = groupsOf(callsOf(step, frame));
  const ownUs = Math.round(ownMs(step, frame) * US_PER_MS);
  const pauseUs = Math.floor(ownUs / (groups.length + 1));
  const requests: SimulatedRequest[] = [];
  let nowUs = frame.startUs + pauseUs;
  for (const group of groups) {
    const made = group.map((call) => make(call, step.name, { ...frame, startUs: nowUs }));
    requests.push(...made);
    nowUs = Math.max(nowUs, ...made.map(({ endUs }) => endUs)) + pauseUs;
  }

  return { requests, endUs: nowUs + (ownUs - pauseUs * (groups.length + 1)) };
}

function ownMs(step: StepShape, { effects, ownFactor, chance }: StepsFrame): number {
  return step.ownMs * effects.ownFactor * effects.cpuFactor * ownFactor * chance.own();
}

function callsOf(step: StepShape, frame: StepsFrame): readonly Call[] {
  const { effects, targetHost } = frame;
  const added = effects.addedMs(step.name);
  const own = step.requests.filter(({ isParallel }) => !isParallel);
  const total = own.reduce((sum, { serverMs }) => sum + serverMs, 0);
  const calls = step.requests.map((shape) => ({
    shape: { ...shape, sizeBytes: Math.round(shape.sizeBytes * effects.bytesFactor) },
    host: shape.host === 'target' ? targetHost : `files.${targetHost}`,
    // Requests in parallel with another do not make a step longer.
    serverMs: shape.serverMs + (shape.isParallel ? 0 : (added * shape.serverMs) / total),
  }));
  const guests = effects.hosts.filter((each) => each.step === step.name);

  return [...calls, ...guests.map(({ host, serverMs }) => guestCall(host, serverMs, frame))];
}

function guestCall(host: string, serverMs: number, { shape }: StepsFrame): Call {
  const resourceType = shape.kind === 'api' ? 'http' : 'script';

  return {
    host,
    serverMs,
    shape: {
      method: 'GET',
      path: '/collect.js',
      resourceType,
      host: 'files',
      serverMs,
      sizeBytes: 18_000,
      isParallel: false,
    },
  };
}

/** Requests that begin together, group by group. */
function groupsOf(calls: readonly Call[]): readonly (readonly Call[])[] {
  const groups: Call[][] = [];
  for (const call of calls) {
    const last = groups.at(-1);
    if (call.shape.isParallel && last !== undefined) last.push(call);
    else groups.push([call]);
  }

  return groups;
}

function make(call: Call, step: string, frame: StepStart): SimulatedRequest {
  const { connected, chance, effects } = frame;
  const isNew = !connected.has(call.host);
  connected.add(call.host);

  return simulateRequest({
    shape: call.shape,
    host: call.host,
    step,
    startUs: frame.startUs,
    atMs: frame.atMs,
    isNew,
    serverMs: call.serverMs * frame.serverFactor,
    network: frame.network,
    dnsAddMs: effects.dnsAddMs,
    cpuFactor: effects.cpuFactor,
    noise: () => chance.request() * frame.networkFactor,
  });
}
