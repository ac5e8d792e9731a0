import { parse } from '@babel/parser';

/** What a member of an interface says of itself. */
export interface DocBlock {
  readonly name: string;
  readonly text: string;
  readonly isOptional: boolean;
  /** The interface that its type names, or null. */
  readonly inner: string | null;
}

/** The members of every interface of some sources, by the interface's name. */
export type DocBlocks = ReadonlyMap<string, readonly DocBlock[]>;

type Node = Readonly<Record<string, unknown>>;

/** Reads the interfaces of TypeScript sources. */
export function readDocBlocks(sources: readonly string[]): DocBlocks {
  const interfaces = sources.flatMap((source) => nodesOf('TSInterfaceDeclaration', parsed(source)));
  const names = interfaces.map((each) => nameOf(each['id']));

  return new Map(
    interfaces.map((each) => [
      nameOf(each['id']),
      nodesOf('TSPropertySignature', each['body']).map((member) => docBlock(member, names)),
    ]),
  );
}

function parsed(source: string): unknown {
  return parse(source, { sourceType: 'module', plugins: ['typescript'] }).program;
}

function docBlock(member: Node, known: readonly string[]): DocBlock {
  const named = nodesOf('TSTypeReference', member['typeAnnotation']).map(({ typeName }) =>
    nameOf(typeName),
  );

  return {
    name: nameOf(member['key']),
    text: textOf(member['leadingComments']),
    isOptional: member['optional'] === true,
    inner: named.find((each) => known.includes(each)) ?? null,
  };
}

/** All nodes of a type within a tree, outermost first. */
function nodesOf(type: string, tree: unknown): readonly Node[] {
  if (Array.isArray(tree)) return tree.flatMap((each) => nodesOf(type, each));
  if (!isNode(tree)) return [];
  const inner = Object.entries(tree)
    .filter(([key]) => key !== 'leadingComments' && key !== 'trailingComments')
    .flatMap(([, each]) => nodesOf(type, each));

  return tree['type'] === type ? [tree, ...inner] : inner;
}

function textOf(comments: unknown): string {
  const blocks: readonly unknown[] = Array.isArray(comments) ? comments : [];
  const last = blocks.findLast((each) => isNode(each) && each['type'] === 'CommentBlock');
  const value = isNode(last) ? last['value'] : '';

  return String(value)
    .replaceAll(/^\s*\*+/gm, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function nameOf(identifier: unknown): string {
  return isNode(identifier) ? String(identifier['name']) : '';
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}
