import * as fc from 'fast-check';
import { type NamedSample, sampleLog } from '../../../lib/core/alarms/sample-log.ts';

function sample(atMs: number, value: number, region = 'local'): NamedSample {
  return { name: 'Success', dimensions: { Journey: 'checkout', Region: region }, atMs, value };
}

function metric(region: string) {
  const dimensions = { Region: region, Journey: 'checkout' };

  return { namespace: 'Waywiser/dev', name: 'Success', dimensions, statistic: 'Sum' } as const;
}

describe('sampleLog()', () => {
  it('sampleLog() gives each metric its own samples, whatever the order of dimensions', () => {
    const log = sampleLog();

    log.add([sample(1, 10), sample(2, 20, 'eu-west-1')]);

    expect(log.samplesOf(metric('local'))).toEqual([{ atMs: 1, value: 10 }]);
    expect(log.samplesOf(metric('eu-west-1'))).toEqual([{ atMs: 2, value: 20 }]);
    expect(log.samplesOf(metric('us-east-1'))).toEqual([]);
  });

  it('sampleLog() has samples in order of time when they come in any', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (instants) => {
        const log = sampleLog();
        log.add(instants.map((atMs, index) => sample(atMs, index)));

        const samples = log.samplesOf(metric('local'));

        expect(samples.map(({ atMs }) => atMs)).toEqual(instants.toSorted((a, b) => a - b));
      }),
    );
  });

  it('sampleLog() forgets what is older when pruned', () => {
    const log = sampleLog();
    log.add([sample(1, 10), sample(2, 20), sample(3, 30)]);

    log.prune(2);

    expect(log.samplesOf(metric('local')).map(({ atMs }) => atMs)).toEqual([2, 3]);
    expect(log.oldestMs()).toBe(2);
    expect(sampleLog().oldestMs()).toBeNull();
  });
});
