import { OperationRefused } from './failures.ts';
import { isFields, type Json, textOf } from './json.ts';
import type { Template } from './template.ts';

/**
 * Logical ids in the order of creation: what a resource refers to or depends on comes first, in the
 * template's order otherwise. Throws for a circle, and for references to nothing.
 */
export function creationOrder(template: Template, isActive: (id: string) => boolean): string[] {
  const ids = Object.keys(template.resources);
  const done = new Set<string>();
  const open = new Set<string>();
  const order: string[] = [];

  function visit(id: string): void {
    if (done.has(id)) return;
    if (open.has(id)) {
      throw new OperationRefused(
        `Circular dependency between resources: [${[...open].join(', ')}]`,
      );
    }
    open.add(id);
    for (const needed of neededBy(id, template)) visit(needed);
    open.delete(id);
    done.add(id);
    if (isActive(id)) order.push(id);
  }
  for (const id of ids) visit(id);

  return order;
}

/** What a resource refers to or depends on. Throws for references to nothing. */
export function neededBy(id: string, template: Template): readonly string[] {
  const definition = template.resources[id];
  if (definition === undefined) return [];
  for (const each of definition.dependsOn) {
    if (template.resources[each] === undefined) unresolved(id, each);
  }
  const references = [...referencesIn(definition.properties)].filter(
    (name) => !name.startsWith('AWS::') && template.parameters[name] === undefined,
  );
  for (const name of references) if (template.resources[name] === undefined) unresolved(id, name);

  return [...definition.dependsOn, ...references];
}

function unresolved(id: string, name: string): never {
  throw new OperationRefused(
    `Template format error: Unresolved resource dependencies [${name}] in the Resources block of the template (${id})`,
  );
}

/** The names that `Ref`, `Fn::GetAtt` and `Fn::Sub` of a value refer to. */
export function referencesIn(value: Json): ReadonlySet<string> {
  const found = new Set<string>();
  collect(value, found);

  return found;
}

function collect(value: Json, found: Set<string>): void {
  if (Array.isArray(value)) {
    for (const each of value) collect(each, found);
    return;
  }
  if (!isFields(value)) return;
  for (const [key, argument] of Object.entries(value)) {
    for (const name of namesIn(key, argument)) found.add(name);
    collect(argument, found);
  }
}

function namesIn(key: string, argument: Json): readonly string[] {
  switch (key) {
    case 'Ref':
      return typeof argument === 'string' ? [argument] : [];
    case 'Fn::GetAtt':
      return [textOf(Array.isArray(argument) ? argument[0] : argument).split('.')[0] ?? ''];
    case 'Fn::Sub':
      return namesOfSub(argument);
    default:
      return [];
  }
}

function namesOfSub(argument: Json): readonly string[] {
  const source = textOf(Array.isArray(argument) ? argument[0] : argument);
  const own: Json = Array.isArray(argument) ? argument[1] : {};
  const names = [...source.matchAll(/\$\{(?<name>[^!}][^}]*)\}/g)].map(
    ({ groups }) => groups?.['name']?.split('.')[0] ?? '',
  );

  return names.filter((name) => !isFields(own) || own[name] === undefined);
}
