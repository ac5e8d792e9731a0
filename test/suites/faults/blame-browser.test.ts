import { tally } from './blame.ts';
import { IS_WHOLE } from './choice.ts';
import { targetCampaign } from './target-campaign.ts';

const MINUTE_MS = 60_000;
/** Lambda has no other process model than the second. */
const MODES = IS_WHOLE
  ? (['multi-process', 'single-process'] as const)
  : (['multi-process'] as const);

test.each(MODES)(
  'a browser journey finds out that the target is at fault, and by what cause, %s',
  async (mode) => {
    const conclusions = await targetCampaign('browser', mode);

    const result = tally(`browser journeys (${mode}), faults of the target`, conclusions);
    expect(result.rightSide).toBe(result.total);
    expect(result.rightCause).toBeGreaterThanOrEqual(0.95 * result.total);
  },
  20 * MINUTE_MS,
);
