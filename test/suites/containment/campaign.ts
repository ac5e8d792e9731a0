import { lambdaTools } from '../../support/lambda-runtime/tools.ts';
import type { WayFigures } from './inside/figures.ts';
import type { CampaignOptions } from './options.ts';
import { inOwnNetwork } from './own-network.ts';

const DIR = 'test/suites/containment';

/** Runs the campaign in a network namespace of its own and returns its figures. */
export async function campaign(
  options: Omit<CampaignOptions, 'bundlePath' | 'figuresPath'>,
): Promise<readonly WayFigures[]> {
  // Inside, there is no network to install them from.
  if (options.places.some(([runner]) => runner === 'lambda')) lambdaTools();

  return inOwnNetwork(
    { program: `${DIR}/inside/main.ts`, journeys: { journey: `${DIR}/campaign.journey.ts` } },
    ({ bundle, figuresPath }): CampaignOptions => ({
      ...options,
      bundlePath: bundle('journey'),
      figuresPath,
    }),
  );
}
