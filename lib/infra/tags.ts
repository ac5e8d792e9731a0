import { Tags } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Tag key whose value is the stage; on every resource of a stage. */
export const STAGE_TAG = 'waywiser:stage';

/** Tags every resource inside a construct. */
export function tagAll(construct: IConstruct, tags: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(tags)) Tags.of(construct).add(name, value);
}
