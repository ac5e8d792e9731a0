import { inOwnNetwork } from '../../containment/own-network.ts';
import type { LossyFigures, LossyOptions } from './options.ts';

const DIR = 'test/suites/faults/lossy';

/** Runs the series in a network namespace of its own, with a lossy name server, and returns the figures. */
export async function lossyCampaign(
  series: LossyOptions['series'],
): Promise<readonly LossyFigures[]> {
  return inOwnNetwork(
    {
      program: `${DIR}/main.ts`,
      journeys: { api: `${DIR}/api.journey.ts`, browser: `${DIR}/browser.journey.ts` },
    },
    ({ bundle, figuresPath }): LossyOptions => ({
      series,
      bundles: { api: bundle('api'), browser: bundle('browser') },
      figuresPath,
    }),
  );
}
