import type { InstrumentReading } from '../record/run-record.ts';

/** An event loop that stood still for longer than this makes timings of the run doubtful. */
const EVENT_LOOP_DELAY_LIMIT_MS = 100;

/** Readings taken around a run, before they are judged. */
export type RawReading = Omit<InstrumentReading, 'off'>;

/** Judges a reading: names each reason why the run's timings should not be averaged with others. */
export function judgeInstrument(reading: RawReading, traced: boolean): InstrumentReading {
  const off: string[] = [];
  if ((reading.eventLoopDelayMaxMs ?? 0) > EVENT_LOOP_DELAY_LIMIT_MS)
    off.push('event-loop-blocked');
  if (traced) off.push('traced');

  return { ...reading, off };
}

/** The reading of a run that never reached a worker: nothing was measured. */
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
