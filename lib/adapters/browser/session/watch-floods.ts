import type { BrowserContext } from 'playwright-core';
import { floodFailure } from '../../../core/run/judge-response.ts';
import type { DocumentWatch } from './document-watch.ts';
import { type EventFloods, eventFloods } from './event-floods.ts';

/** Counts what pages can send without limit, and ends the attempt before it is too much. */
export function watchFloods(
  context: BrowserContext,
  watch: Pick<DocumentWatch, 'fail'>,
): EventFloods {
  const floods = eventFloods(
    () => performance.now(),
    (flood) => watch.fail(floodFailure(flood)),
  );
  context.on('console', () => floods.note('console messages'));

  return floods;
}
