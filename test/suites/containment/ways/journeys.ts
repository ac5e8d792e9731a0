import type { Way, WayGroup } from './way.ts';
import { nameOf } from './names.ts';

/** What the journey's own code does: the names of acts in `campaign.journey.ts`, tried one after the other. */
const OWN_ACTS = [
  'httpGet',
  'httpPost',
  'httpRedirect',
  'pageRequest',
  'pageRequestRedirect',
  'contextRequest',
  'routeFetch',
  'routeContinue',
  'scriptTag',
  'styleTag',
  'evaluateFetch',
  'ownContext',
  'ownContextRequest',
  'ownContextProxy',
  'nodeFetch',
  'nodeHttp',
  'nodeHttp2',
  'nodeNet',
  'nodeTls',
  'nodeUdp',
  'nodeUdpConnected',
  'nodeWorker',
  'cdpTarget',
  'cdpLoad',
] as const;

/** Code of the journey itself, by address and by name. */
export const JOURNEYS: WayGroup = {
  name: 'journeys',
  how: 'alone',
  ways: [
    ...OWN_ACTS.map((act): Way => ({ name: `journey: ${act}`, act, html: 'x' })),
    ...OWN_ACTS.filter((act) => act !== 'nodeUdpConnected').map((act): Way => ({
      name: `journey: ${act} by name`,
      act,
      html: 'x',
      host: nameOf('10.7.0.5'),
    })),
  ],
};
