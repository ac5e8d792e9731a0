import type { World } from '../world.ts';

/** An ARN of the standard partition. */
export function arn(
  service: string,
  place: { readonly region: string; readonly accountId: string },
  resource: string,
): string {
  return `arn:aws:${service}:${place.region}:${place.accountId}:${resource}`;
}

/** The account of a world in a region, as {@link arn} takes it. */
export function placeIn(world: World, region: string): { region: string; accountId: string } {
  return { region, accountId: world.accountId };
}
