import type { Fields } from '../../../support/aws/formation/json.ts';
import { resource } from '../stack-of.ts';

/** A name, what is wrong in it, and the reason for which AWS refuses it. */
export type Case = readonly [string, Fields, RegExp];

/** Texts that differ. */
export function texts(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `n${index}`);
}

/** A template of one resource. */
export function one(type: string, properties: Fields): Fields {
  return { It: resource(type, properties) };
}

/** An object within another. */
export function fieldsIn(value: Fields, key: string): Fields {
  const inner: Fields = JSON.parse(JSON.stringify(value[key]));

  return inner;
}
