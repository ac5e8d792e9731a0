import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type ParseResult, parse } from '@babel/parser';

type Statement = ParseResult['program']['body'][number];

/** One name that a file exports, and what its doc block says. */
interface Export {
  readonly place: string;
  readonly name: string;
  readonly doc: string;
}

const FILES = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => path.join('lib', file));

const EXPORTS = FILES.flatMap((file) => exportsOf(file, readFileSync(file, 'utf8')));

describe('exports', () => {
  it('every export of lib/ has a doc block of a sentence', () => {
    const documented = new Set(EXPORTS.filter(isSentence).map(nameInFile));
    const silent = EXPORTS.filter((each) => !documented.has(nameInFile(each)));

    expect(EXPORTS.length).toBeGreaterThan(300);
    expect(silent.map(({ place, name }) => `${place} ${name}`)).toEqual([]);
  });

  it('every doc block adds to the name of its export', () => {
    const empty = EXPORTS.filter((each) => isSentence(each) && !addsToName(each));

    expect(empty.map(({ place, name, doc }) => `${place} ${name}: ${doc}`)).toEqual([]);
  });

  it.each([
    ['formatCost', 'Formats a cost.', false],
    ['formatCost', 'Formats the cost of that.', false],
    ['formatCost', 'US dollars.', false],
    ['formatCost', 'Formats US dollars, rounded to cents.', true],
    ['RecordQueue', 'Queues of records are of the queue.', false],
  ])('addsToName() of %s with "%s" is %s', (name, doc, expected) => {
    expect(addsToName({ place: 'a.ts:1', name, doc })).toBe(expected);
  });

  it.each([
    ['a function without one', 'export function go() {}', ['a.ts:1 go ']],
    ['a line comment', '// Goes.\nexport const a = 1, b = 2;', ['a.ts:2 a ', 'a.ts:2 b ']],
    ['a block', '/** Goes.\n * Far. */\nexport type Go = 1;', ['a.ts:3 Go Goes. Far.']],
    ['a local name', '/** Goes. */\nfunction go() {}\nexport { go };', ['a.ts:2 go Goes.']],
    ['a name of another file', "export { go } from './go.ts';", []],
    ['a default', '/** Goes. */\nexport default go();', ['a.ts:2 default Goes.']],
  ])('exportsOf() finds names and doc blocks when given %s', (_what, source, expected) => {
    const found = exportsOf('a.ts', source).map(
      ({ place, name, doc }) => `${place} ${name} ${doc}`,
    );

    expect(found).toEqual(expected);
  });
});

/** What a file itself exports; what it passes on from others is documented there. */
function exportsOf(file: string, source: string): readonly Export[] {
  const { body } = parse(source, { sourceType: 'module', plugins: ['typescript'] }).program;
  const local = new Set(body.flatMap(exportedLocally));

  return body.flatMap((statement) => {
    const names = namesOf(statement).filter((name) => isExport(statement) || local.has(name));
    const place = `${file}:${statement.loc?.start.line}`;

    return names.map((name) => ({ place, name, doc: docOf(statement) }));
  });
}

function isExport({ type }: Statement): boolean {
  return type === 'ExportNamedDeclaration' || type === 'ExportDefaultDeclaration';
}

/** The names in `export { a, b }`. */
function exportedLocally(statement: Statement): readonly string[] {
  if (statement.type !== 'ExportNamedDeclaration' || statement.source != null) return [];

  return statement.specifiers.flatMap((each) =>
    each.type === 'ExportSpecifier' ? [each.local.name] : [],
  );
}

function namesOf(statement: Statement): readonly string[] {
  if (statement.type === 'ExportDefaultDeclaration') return ['default'];
  const declaration =
    statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  if (declaration?.type === 'VariableDeclaration') {
    return declaration.declarations.map(({ id }) => ('name' in id ? id.name : '(a pattern)'));
  }
  const id = declaration != null && 'id' in declaration ? declaration.id : null;

  return id != null && 'name' in id ? [id.name] : [];
}

/** The text of the doc block before a statement; a lint directive may stand between the two. */
function docOf({ leadingComments }: Statement): string {
  const comment = leadingComments?.findLast(({ value }) => !value.startsWith(' oxlint-'));
  if (comment?.type !== 'CommentBlock' || !comment.value.startsWith('*')) return '';

  return comment.value.replaceAll(/\s*\n?\s*\*+\s*/g, ' ').trim();
}

/** Of several words that end as sentences do; tags alone say nothing. */
function isSentence({ doc }: Export): boolean {
  return /^[^@\s]+ .*[.:?]/s.test(doc);
}

const MIN_WORDS = 4;

/** Words that say nothing by themselves. */
const FILLERS = new Set(
  (
    'a all an and any are as at be been by each every for from given has have in into is it its ' +
    'made needs no not of on one or read same so that the their there these this those to was ' +
    'were what when where which who whole with'
  ).split(' '),
);

/** At least four words, and one of them neither a filler nor a part of the name in some form. */
function addsToName({ name, doc }: Export): boolean {
  const words = wordsOf(doc);
  const parts = wordsOf(name.replaceAll(/(?<=[a-z])(?=[A-Z])|_/g, ' ')).map(stem);

  return (
    words.length >= MIN_WORDS &&
    words.some((word) => !FILLERS.has(word) && !parts.includes(stem(word)))
  );
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}

/** Enough of an English word to distinguish `formats` and `formatting` from others: `format`. */
function stem(word: string): string {
  return word.length < 4 ? word : word.replace(/(?:ies|ing|ed|es|s|y|e)$/, '');
}

/** Overloads share one name, and its doc block. */
function nameInFile({ place, name }: Export): string {
  return `${place.replace(/:\d+$/, '')} ${name}`;
}
