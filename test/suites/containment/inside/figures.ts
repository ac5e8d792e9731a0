import type { RefusedConnection } from '../../../../lib/core/record/run-record.ts';
import type { CampaignRun } from './runs.ts';
import type { AimedWay } from './site.ts';
import type { Reached } from './stand-ins.ts';

/** What came of one way in one place. */
export interface WayFigures extends Reached {
  /** Process model and where the worker ran. */
  readonly place: string;
  readonly group: string;
  readonly name: string;
  readonly url: string;
  readonly silent: boolean;
  /** In the record's list, or as the run's cause where the way is a document. */
  readonly reported: boolean;
  /** Whether a document's failure names the URL, the address and the setting. */
  readonly explained: boolean;
  readonly outcome: string;
  readonly cause: string | null;
  readonly message: string | null;
  readonly containment: string | null;
}

/** What the campaign reads of a record or an attempt's result. */
export interface Ended {
  readonly outcome: string;
  readonly cause: string | null;
  readonly error: { readonly message: string } | null;
  readonly refused?: readonly RefusedConnection[];
  readonly instrument: { readonly containment?: 'full' | 'partial' };
}

/** The figures of a run's ways, from its record and what reached the stand-ins. */
export function figuresOf(
  place: string,
  run: CampaignRun,
  facts: { readonly ended: Ended; readonly reached: (aimed: AimedWay) => Reached },
): readonly WayFigures[] {
  const { ended, reached } = facts;
  const message = ended.error?.message ?? null;

  return run.ways.map((aimed) => ({
    place,
    group: aimed.group,
    name: aimed.way.name,
    url: aimed.target.url,
    ...reached(aimed),
    silent: aimed.way.silent === true,
    reported: isReported(aimed, ended),
    explained: aimed.way.blocks !== true || explains(message ?? '', aimed),
    outcome: ended.outcome,
    cause: ended.cause,
    message,
    containment: ended.instrument.containment ?? null,
  }));
}

function isReported({ way, target }: AimedWay, ended: Ended): boolean {
  const { refused = [], cause, error } = ended;
  const isBlocked =
    cause === 'security.blocked' && error?.message.includes(`:${target.port}`) === true;

  return isBlocked || (way.blocks !== true && refused.some(({ port }) => port === target.port));
}

function explains(message: string, { target }: AimedWay): boolean {
  return (
    message.includes(`${target.port}`) &&
    /\d+\.\d+\.\d+\.\d+|[0-9a-f]*:[0-9a-f:]+/.test(message.replaceAll(/https?:\/\/\S+/g, '')) &&
    /allowPrivate|no journey may reach/.test(message)
  );
}
