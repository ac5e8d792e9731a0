import { Tags } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Tags every resource inside a construct. */
export function tagAll(construct: IConstruct, tags: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(tags)) Tags.of(construct).add(name, value);
}
