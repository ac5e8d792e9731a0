import type { Model } from './inside/places.ts';

/** How a campaign is run in its namespace. */
export interface CampaignOptions {
  readonly places: readonly (readonly ['local' | 'lambda', Model])[];
  /** Names of groups; null: all. */
  readonly groups: readonly string[] | null;
  /** Ways with one of these names; null: all. */
  readonly names: readonly string[] | null;
  /** Of each group's ways, one in so many. */
  readonly every: number;
  /** Whether the journeys may reach private addresses: shows that a way leads somewhere. */
  readonly allowPrivate: boolean;
  /** Whether the guard is beside the worker, as it was built. */
  readonly guarded: boolean;
  readonly bundlePath: string;
  readonly figuresPath: string;
}
