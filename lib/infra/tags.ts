import { Tags } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The tag that tells a stage's resources from others. */
export const STAGE_TAG = 'waywiser:stage';

/** Puts tags on all that a construct holds. */
export function tagAll(construct: IConstruct, tags: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(tags)) Tags.of(construct).add(name, value);
}
