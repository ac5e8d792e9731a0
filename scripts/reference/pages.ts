import { readFileSync } from 'node:fs';
import { CHECK_KINDS, type CheckKind } from '../../lib/core/journey/checks/probe.ts';
import { ownCheckOptions } from '../../lib/project/schema/check-schemas.ts';
import { apiOptions, browserOptions } from '../../lib/project/schema/journey-schema.ts';
import { configSchema } from '../../lib/project/schema/config-schema.ts';
import { type DocBlock, type DocBlocks, readDocBlocks } from './doc-blocks.ts';
import { type SchemaOption, schemaOptions } from './schema-options.ts';
import { markdownTable } from './markdown-table.ts';

const CHECKS_DIR = 'lib/core/journey/checks';
const SOURCES = ['lib/core/journey/config.ts', 'lib/core/journey/definition.ts'];
/** The interface of each check's own options. */
const CHECK_OWNERS: Readonly<Record<CheckKind, string>> = {
  dns: 'DnsCheckOptions',
  tcp: 'TcpCheckOptions',
  tls: 'TlsCheckOptions',
  ws: 'WsCheckOptions',
  sse: 'SseCheckOptions',
  grpc: 'GrpcCheckOptions',
};
/** Options that only a journey with a function of its own may have. */
const OF_A_FUNCTION = ['isolated', 'memory', 'architecture', 'vpc'];

const REQUIRED = 'required';
const NONE = 'none';

/** An option with its path and what is said of it. */
export interface ReferenceRow {
  /** Such as `alarm.datapoints`. */
  readonly key: string;
  readonly type: string;
  readonly fallback: string;
  readonly meaning: string;
}

/** Tables of the reference, by the name in their markers. */
export type Reference = Readonly<Record<string, readonly ReferenceRow[]>>;

/** Reads the reference out of the schemas and the doc blocks; throws where the two differ. */
export function readReference(): Reference {
  const checks = CHECK_KINDS.map((kind) => `${CHECKS_DIR}/${kind}-check.ts`);
  const docs = readDocBlocks([...SOURCES, ...checks].map((file) => readFileSync(file, 'utf8')));
  const both = schemaOptions(apiOptions);
  const ofBoth = both.map(({ name }) => name);
  const browser = schemaOptions(browserOptions).filter(({ name }) => !ofBoth.includes(name));
  const [shared, own] = [both.filter((each) => !isOfFunction(each)), both.filter(isOfFunction)];

  sameNames(both, docs.get('ApiJourneyOptions') ?? [], 'ApiJourneyOptions');
  return {
    project: rowsOf(schemaOptions(configSchema), 'WaywiserConfig', docs),
    journey: shared.flatMap((option) => rowOf(option, 'ApiJourneyOptions', docs)),
    function: own.flatMap((option) => rowOf(option, 'ApiJourneyOptions', docs)),
    browser: rowsOf(browser, 'BrowserJourneyOptions', docs),
    ...Object.fromEntries(
      CHECK_KINDS.map((kind) => [
        kind,
        rowsOf(schemaOptions(ownCheckOptions(kind)), CHECK_OWNERS[kind], docs),
      ]),
    ),
  };
}

function isOfFunction({ name }: SchemaOption): boolean {
  return OF_A_FUNCTION.includes(name);
}

/** A page with the tables between its markers as they should be. */
export function withReference(page: string, reference: Reference): string {
  return Object.entries(reference).reduce(
    (text, [name, rows]) =>
      text.replace(
        new RegExp(`(<!-- reference:${name} -->\n).*?(<!-- end -->)`, 's'),
        (_all, start: string, end: string) => `${start}\n${tableOf(rows)}\n${end}`,
      ),
    page,
  );
}

function tableOf(rows: readonly ReferenceRow[]): string {
  return markdownTable(
    ['option', 'value', 'default', 'meaning'],
    rows.map(({ key, type, fallback, meaning }) => [
      `\`${key}\``,
      withCode(type),
      fallback,
      meaning,
    ]),
  );
}

function rowsOf(
  options: readonly SchemaOption[],
  owner: string,
  docs: DocBlocks,
): readonly ReferenceRow[] {
  sameNames(options, docs.get(owner) ?? [], owner);

  return options.flatMap((option) => rowOf(option, owner, docs));
}

function rowOf(option: SchemaOption, owner: string, docs: DocBlocks): readonly ReferenceRow[] {
  const doc = docs.get(owner)?.find(({ name }) => name === option.name);
  if (doc === undefined || doc.text === '') {
    throw new Error(`Cannot describe ${owner}.${option.name}: it has no doc block`);
  }
  const inner = doc.inner === null ? [] : rowsOf(option.inner, doc.inner, docs);

  const isWhole = inner.every(({ fallback }) => fallback !== REQUIRED);
  const hasDefaults = isWhole && inner.some(({ fallback }) => fallback !== NONE);

  return [
    {
      key: option.name,
      type: option.expected,
      ...saidIn(doc),
      ...(hasDefaults && { fallback: 'those below' }),
    },
    ...inner.map((row) => ({ ...row, key: option.name + option.joint + row.key })),
  ];
}

/** Examples and words in a message of the validator, as code. */
function withCode(expected: string): string {
  const listed = expected.replace(
    /^one of (.*)$/,
    (_all, words: string) => `one of ${words.replaceAll(/[\w./-]*\w/g, '`$&`')}`,
  );

  return listed.replaceAll(/\{[^}]*\}|\[[^\]]*\]|"[^"]*"|\w+\('[^']*'\)/g, '`$&`');
}

/** `Meaning. Default x.` as its two parts. */
function saidIn({ text, isOptional }: DocBlock): Pick<ReferenceRow, 'fallback' | 'meaning'> {
  const [, meaning = '', fallback] = /^(.*?)(?: Default (.+)\.)?$/s.exec(text) ?? [];

  return { meaning, fallback: isOptional ? (fallback ?? NONE) : REQUIRED };
}

function sameNames(
  options: readonly SchemaOption[],
  docs: readonly DocBlock[],
  owner: string,
): void {
  const shapes = [options, docs].map((each) =>
    each.map(({ name, isOptional }) => `${name}${isOptional ? '?' : ''}`).toSorted(),
  );
  const [schema = '', types = ''] = shapes.map((each) => each.join(', '));
  if (schema === types) return;
  throw new Error(`Cannot describe ${owner}: the schema has ${schema}; its type has ${types}`);
}
