import type { Finding } from '../../../lib/core/trends/finding.ts';
import { reviseJourney } from '../../../lib/core/trends/revise-journey.ts';
import { memoryFindingStore } from '../../fakes/memory-trend-stores.ts';
import {
  analysisOf,
  drifting,
  journeyOf,
  LOOK,
  stepping,
  conclusionOf,
} from '../../support/analyses.ts';
import { changeAt, finding } from '../../support/findings.ts';
import { DAY_MS } from '../../../lib/core/base/time.ts';

const PLAN = { name: 'checkout', regions: ['eu-west-1'] };
const AT_MS = Date.parse(LOOK.at);

/** A store, events that refuse what `refuses` says, and what was published. */
async function world(
  known: readonly Finding[] = [],
  refuses: (finding: Finding) => boolean = () => false,
) {
  const findings = memoryFindingStore();
  for (const one of known) await findings.putFinding(one);
  const published: string[] = [];
  const events = {
    publish: async (all: readonly Finding[]) =>
      all.map((one) => {
        published.push(`${one.resolved === null ? 'opened' : 'resolved'} ${one.id}`);
        return refuses(one) ? new Error('refused') : null;
      }),
  };

  return { findings, events, published };
}

describe('reviseJourney()', () => {
  test('reviseJourney() publishes what opens once, and stores it', async () => {
    const ports = await world();
    const analysis = journeyOf([analysisOf(drifting())]);

    const first = await reviseJourney(analysis, { plan: PLAN, atMs: AT_MS }, ports);
    const second = await reviseJourney(analysis, { plan: PLAN, atMs: AT_MS + DAY_MS }, ports);

    expect(first.opened.map(({ id }) => id)).toEqual(['drift-2026-11-22T00:40:00.000Z']);
    expect(second).toMatchObject({ opened: [], resolved: [], errors: [] });
    expect(second.open).toHaveLength(1);
    expect(ports.published).toEqual(['opened drift-2026-11-22T00:40:00.000Z']);
    expect(await ports.findings.findingsOf('checkout')).toEqual(second.open);
  });

  test('reviseJourney() publishes again what could not be published, and stores it only then', async () => {
    let down = true;
    const ports = await world([], () => down);
    const analysis = journeyOf([analysisOf(drifting())]);

    const failed = await reviseJourney(analysis, { plan: PLAN, atMs: AT_MS }, ports);
    const kept = await ports.findings.findingsOf('checkout');
    down = false;
    const done = await reviseJourney(analysis, { plan: PLAN, atMs: AT_MS }, ports);

    expect(failed).toMatchObject({ opened: [], errors: [new Error('refused')] });
    // It is open all the same: what alarms read does not depend on events.
    expect(failed.open).toHaveLength(1);
    expect(kept).toEqual([]);
    expect(done.opened).toHaveLength(1);
    expect(ports.published).toHaveLength(2);
  });

  test('reviseJourney() stores the others where one cannot be published or stored', async () => {
    const ports = await world([], ({ id }) => id.startsWith('drift'));
    const change = changeAt('2026-10-01T09:00:00.000Z');
    const step = { series: { journey: 'checkout', region: 'eu-west-1', metric: 'step:pay' } };
    const analysis = journeyOf([
      analysisOf(drifting()),
      analysisOf(stepping(change), step),
      analysisOf(stepping(change), { series: { ...step.series, metric: 'lcp' } }),
    ]);
    const findings = {
      ...ports.findings,
      putFinding: async (one: Finding) => {
        if (one.metric === 'lcp') throw new Error('no space');
        await ports.findings.putFinding(one);
      },
    };

    const look = { plan: PLAN, atMs: AT_MS };
    const { opened, errors } = await reviseJourney(analysis, look, { ...ports, findings });

    expect(opened.map(({ metric }) => metric)).toEqual(['step:pay']);
    expect(errors.map(({ message }) => message)).toEqual(['refused', 'no space']);
  });

  test('reviseJourney() resolves what has no data, and keeps what could not be read', async () => {
    const ports = await world([
      finding(),
      finding({ metric: 'step:old' }),
      finding({ metric: 'lcp' }),
      finding({ region: 'us-east-1' }),
      finding({ region: 'sa-east-1', resolved: { at: LOOK.at, code: 'not-detected' } }),
      finding({ region: 'ap-east-1' }),
    ]);
    const error = new Error('throttled');
    const analysis = journeyOf([analysisOf(drifting())], {
      failures: [
        { journey: 'checkout', region: 'eu-west-1', metric: 'lcp', error },
        { journey: 'checkout', region: 'ap-east-1', metric: null, error },
      ],
    });
    const plan = { ...PLAN, regions: ['eu-west-1', 'ap-east-1'] };

    const { resolved, open } = await reviseJourney(analysis, { plan, atMs: AT_MS }, ports);

    expect(resolved.map((one) => [one.region, one.metric, one.resolved?.code])).toEqual([
      ['eu-west-1', 'step:old', 'no-data'],
      ['us-east-1', 'duration', 'region-removed'],
    ]);
    expect(open.map(({ region, metric }) => `${region} ${metric}`)).toEqual([
      'eu-west-1 lcp',
      'ap-east-1 duration',
      'eu-west-1 duration',
    ]);
  });

  test('reviseJourney() stores an unconfirmed finding and publishes nothing', async () => {
    const ports = await world([finding()]);
    const analysis = journeyOf([analysisOf(conclusionOf())]);

    await reviseJourney(analysis, { plan: PLAN, atMs: AT_MS + DAY_MS }, ports);

    expect(ports.published).toEqual([]);
    expect(await ports.findings.findingsOf('checkout')).toEqual([
      finding({ unconfirmedSince: '2026-11-23T00:40:00.000Z' }),
    ]);
  });
});
