/** Put in by the build; not there where sources run as they are. */
declare const WAYWISER_VERSION: string | undefined;

/** Waywiser's own version, as its package states it; null: unknown. */
export const PLATFORM_VERSION: string | null =
  typeof WAYWISER_VERSION === 'undefined' ? null : WAYWISER_VERSION;
