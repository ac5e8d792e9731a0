import { parse } from '@babel/parser';

/** A node of a parsed source, with the fields of its type. */
export interface SyntaxNode {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Whether a field of a node is a node. */
export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value;
}

/** Parses TypeScript or JavaScript; null where that is impossible, which the bundler reports. */
export function parsedProgram(source: string): unknown {
  try {
    return parse(source, { sourceType: 'module', plugins: ['typescript'], errorRecovery: true })
      .program;
  } catch {
    return null;
  }
}

/** Calls back with every node of a tree, outer ones first. */
export function visitNodes(value: unknown, onNode: (node: SyntaxNode) => void): void {
  if (Array.isArray(value)) {
    for (const each of value) visitNodes(each, onNode);
  } else if (isNode(value)) {
    onNode(value);
    for (const field of Object.values(value)) visitNodes(field, onNode);
  }
}
