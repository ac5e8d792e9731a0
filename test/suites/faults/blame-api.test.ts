import { tally } from './blame.ts';
import { targetCampaign } from './target-campaign.ts';

const MINUTE_MS = 60_000;

test(
  'an API journey finds out that the target is at fault, and by what cause',
  async () => {
    const result = tally('API journeys, faults of the target', await targetCampaign('api'));

    expect(result.rightSide).toBe(result.total);
    expect(result.rightCause).toBeGreaterThanOrEqual(0.95 * result.total);
  },
  10 * MINUTE_MS,
);
