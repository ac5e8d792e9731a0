import { readFileSync } from 'node:fs';
import path from 'node:path';
import { droppedPath } from '../../core/journey/base-path.ts';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import type { Problem } from '../../core/journey/problem.ts';
import { redactor } from '../../core/record/redact.ts';
import { isNode, parsedProgram, type SyntaxNode, visitNodes } from '../compile/syntax-tree.ts';

/** Methods of `http` and `page` whose first argument is an address. */
const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'goto'];
const OBJECTS = ['http', 'page'];

/** A relative address in a call, where it stands in the source. */
interface WrittenAddress {
  readonly address: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Warnings about relative addresses that lose the path of the base URL: the request would go elsewhere than it
 * seems. Only what is written as a text in calls of `http` and `page` in the journey's own file is found.
 */
export function droppedPathWarnings(plan: JourneyPlan, cwd: string): readonly Problem[] {
  const { baseUrl, file, name } = plan;
  if (baseUrl === null || new URL(baseUrl).pathname === '/') return [];

  return writtenAddresses(readFileSync(path.resolve(cwd, file), 'utf8')).flatMap(
    ({ address, line, column }) => {
      const dropped = droppedPath(address, baseUrl);
      if (dropped === null) return [];
      const message = `"${address}" does not lead below the base URL "${redactor([])(baseUrl)}": it loses its path "${dropped.path}"; expected "${dropped.expected}"`;

      return [{ file, line, column, code: 'journey.config', path: null, message, journey: name }];
    },
  );
}

function writtenAddresses(source: string): readonly WrittenAddress[] {
  const found: WrittenAddress[] = [];
  visitNodes(parsedProgram(source), (node) => {
    const address = isRequest(node) ? addressOf(node, source) : null;
    if (address !== null) found.push(address);
  });

  return found;
}

function isRequest({ type, callee }: SyntaxNode): boolean {
  if (type !== 'CallExpression' || !isNode(callee) || callee.type !== 'MemberExpression')
    return false;
  const { object, property } = callee;

  return OBJECTS.includes(nameOf(object)) && METHODS.includes(nameOf(property));
}

function nameOf(node: unknown): string {
  return isNode(node) && node.type === 'Identifier' ? String(node['name']) : '';
}

function addressOf(call: SyntaxNode, source: string): WrittenAddress | null {
  const first: unknown = Array.isArray(call['arguments']) ? call['arguments'][0] : null;
  const start: unknown = isNode(first) && isLocation(first['loc']) ? first['loc'].start : null;
  const address = textOf(first, source);
  if (address === null || !isPosition(start)) return null;

  return { address, line: start.line, column: start.column + 1 };
}

/** A text, or the beginning of a template; escapes are left as they are. */
function textOf(node: unknown, source: string): string | null {
  if (!isNode(node) || !['StringLiteral', 'TemplateLiteral'].includes(node.type)) return null;
  const written = source.slice(Number(node['start']) + 1, Number(node['end']) - 1);
  const [text = ''] = written.split('${', 1);
  if (text === written) return text;

  // Without a beginning, nothing is known of the address.
  return text.startsWith('/') ? `${text}…` : null;
}

function isLocation(value: unknown): value is { readonly start: unknown } {
  return typeof value === 'object' && value !== null && 'start' in value;
}

function isPosition(value: unknown): value is { readonly line: number; readonly column: number } {
  return typeof value === 'object' && value !== null && 'line' in value && 'column' in value;
}
