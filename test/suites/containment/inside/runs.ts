import type { JourneyPlan } from '../../../../lib/core/journey/plan.ts';
import { planOf } from '../../../support/attempt-requests.ts';
import type { AimedWay } from './site.ts';
import { SITE } from './targets.ts';

/** One run of the campaign: a page with many ways in frames, or one way. */
export interface CampaignRun {
  readonly plan: JourneyPlan;
  readonly ways: readonly AimedWay[];
}

/** Ways in one page; a record lists at most 50 refused addresses. */
const TOGETHER = 16;
const TIMEOUT_MS = 30_000;
/** How long ways may take to connect, beyond the load of their page. */
const SETTLE_MS = { together: 2_500, alone: 800 } as const;

/** The runs that try all ways. */
export function campaignRuns(
  ways: readonly AimedWay[],
  isTogether: (group: string) => boolean,
  allowPrivate: boolean,
): readonly CampaignRun[] {
  const runs: CampaignRun[] = [];
  let page: AimedWay[] = [];

  function endPage(): void {
    if (page.length > 0) runs.push(togetherRun(page));
    page = [];
  }

  for (const aimed of ways) {
    const before = page.at(-1);
    const fits =
      before?.group === aimed.group &&
      before.way.secure === aimed.way.secure &&
      page.length < TOGETHER;
    if (!fits) endPage();
    if (isTogether(aimed.group)) page.push(aimed);
    else runs.push(loneRun(aimed));
  }
  endPage();

  return runs.map((run) => ({ ...run, plan: { ...run.plan, allowPrivate } }));
}

function togetherRun(ways: readonly AimedWay[]): CampaignRun {
  const first = ways[0]?.id ?? 0;
  const scheme = ways[0]?.way.secure === true ? 'https' : 'http';
  const page = `${scheme}://${SITE}/together/${ways.map(({ id }) => id).join(',')}`;

  return {
    ways,
    plan: campaignPlan(`ways-${first}`, 'visit', { page, settleMs: SETTLE_MS.together }),
  };
}

function loneRun(aimed: AimedWay): CampaignRun {
  const { id, way, target } = aimed;
  const { host, port, url } = target;
  const act = way.act ?? 'visit';
  // A page of its own name is served by the stand-in's port, as long as the name is public.
  const origin = act.startsWith('own') && way.html !== 'x' ? `http://${host}:${port}` : null;
  const scheme = way.secure === true ? 'https' : 'http';
  const page = `${origin ?? `${scheme}://${SITE}`}/way/${id}`;
  const redirect = `http://${SITE}/file/${id}/go`;

  return {
    ways: [aimed],
    plan: campaignPlan(`way-${id}`, act, {
      page,
      target: url,
      host,
      port,
      redirect,
      settleMs: SETTLE_MS.alone,
    }),
  };
}

function campaignPlan(
  name: string,
  act: string,
  way: Readonly<Record<string, unknown>>,
): JourneyPlan {
  return planOf({
    name,
    kind: 'browser',
    timeoutMs: TIMEOUT_MS,
    ignoreTlsErrors: true,
    env: { ACT: act, WAY: JSON.stringify(way) },
    browser: { serviceWorkers: 'allow', cpuThrottle: 1, network: null },
  });
}
