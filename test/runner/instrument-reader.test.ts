import { monitorEventLoopDelay } from 'node:perf_hooks';
import { describe, expect, it } from '@jest/globals';
import { instrumentReader } from '../../lib/runner/instrument-reader.ts';

describe('instrumentReader()', () => {
  it('instrumentReader() reads no delay of the event loop when a run ends before a sample', () => {
    const stop = instrumentReader()();

    const { cold, eventLoopDelayMaxMs } = stop();

    expect(cold).toBe(true);
    expect(eventLoopDelayMaxMs).toBeNull();
  });

  it('instrumentReader() reads a delay of the event loop when it was sampled', async () => {
    const stop = instrumentReader()();
    const samples = monitorEventLoopDelay({ resolution: 20 });
    samples.enable();
    while (samples.count < 3) await new Promise((resolve) => void setTimeout(resolve, 5));
    samples.disable();

    const { eventLoopDelayMaxMs } = stop();

    expect(eventLoopDelayMaxMs).toBeGreaterThanOrEqual(0);
  });
});
