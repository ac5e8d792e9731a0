import type { JourneyKind } from '../core/record/run-record.ts';

/**
 * The `expect` of a kind of journey: Playwright's where there is a page, and for requests the
 * library that Playwright's value matchers come from, which loads in a tenth of the time.
 */
export async function assertionLibrary(kind: JourneyKind): Promise<object> {
  return kind === 'browser'
    ? (await import('playwright/test')).expect
    : (await import('expect')).expect;
}
