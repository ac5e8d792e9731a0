import { demand } from '../checks.ts';
import type { PhysicalResource, World } from '../world.ts';

/** The function that an ARN or name names, its version or alias left out; null: there is none. */
export function functionOf(world: World, region: string, named: string): PhysicalResource | null {
  const name = named.startsWith('arn:') ? (named.split(':')[6] ?? '') : (named.split(':')[0] ?? '');

  return world.find('AWS::Lambda::Function', region, name);
}

/** Throws unless an ARN names a function, or an alias or version of one, in a region. */
export function assertInvocable(world: World, region: string, arn: string): void {
  const [, , service, place, , , name = '', qualifier] = arn.split(':');
  demand(service === 'lambda' && place === region, `The target ${arn} is no function of ${region}`);
  const target = world.find('AWS::Lambda::Function', region, name);
  demand(target !== null, `Function not found: ${arn}`);
  const isKnown =
    qualifier === undefined ||
    world.find('AWS::Lambda::Alias', region, `${name}:${qualifier}`) !== null ||
    world.find('AWS::Lambda::Version', region, `${name}:${qualifier}`) !== null;
  demand(isKnown, `Function not found: ${arn}`);
}
