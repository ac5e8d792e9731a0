import type { InstrumentReading, Observations } from '../record/run-record.ts';

/** A longer delay of the event loop makes the run's timings unreliable. */
const EVENT_LOOP_DELAY_LIMIT_MS = 100;

/** Readings taken during a run, without the reasons for doubt that follow from them. */
export type RawReading = Omit<InstrumentReading, 'off'>;

/** Completes a reading with each reason why the run's timings are unreliable. */
export function judgeInstrument(reading: RawReading, traced: boolean): InstrumentReading {
  const off: string[] = [];
  if ((reading.eventLoopDelayMaxMs ?? 0) > EVENT_LOOP_DELAY_LIMIT_MS)
    off.push('event-loop-blocked');
  if (traced) off.push('traced');

  return { ...reading, off };
}

/** The reading of a run that never reached a worker: `not-measured`, all values null. */
export function noReading(nodeVersion: string): InstrumentReading {
  return {
    cold: false,
    nodeVersion,
    chromiumVersion: null,
    browserMode: null,
    cpuCheckMs: null,
    eventLoopDelayMaxMs: null,
    memoryBytes: null,
    off: ['not-measured'],
  };
}

/** The observations of a run that never reached a worker: none. */
export function noObservations(nodeVersion: string): Observations {
  return {
    steps: [],
    requests: [],
    vitals: null,
    instrument: noReading(nodeVersion),
    evidence: [],
    console: [],
    pageErrors: [],
    log: [],
    omitted: {},
  };
}
