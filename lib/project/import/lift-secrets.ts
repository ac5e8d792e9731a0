import { redactor } from '../../core/record/redact.ts';
import { call, type Expression, literal, template, text } from './expression.ts';
import type { JourneyModel, OptionModel, Part, Statement } from './journey-model.ts';
import { regexText } from './print-code.ts';
import { kebabCase } from './names.ts';
import { isSecretValue } from './secret-signs.ts';

/** A secret that was found: its name in the journey and a description, never its value. */
export interface LiftedSecret {
  readonly name: string;
  /** Such as `the password typed into "Password"`. */
  readonly what: string;
}

/** Collects the secrets of a source and gives the code that replaces them. */
export interface Vault {
  /** `secret('shop/password')` for a value. The same value always gets the same name. */
  lift(hint: string, value: string, what: string): Expression;
  /** A string with every known secret in it replaced by its `secret(…)`. */
  woven(value: string): Expression;
  /** The same for the code of a number or a regular expression. */
  wovenCode(code: string): Expression;
  /** A text for comments and output, with `[secret]` in place of every known secret. */
  redact(value: string): string;
  readonly found: readonly LiftedSecret[];
}

/** Shorter values, in characters, are not replaced inside other texts: they occur in ordinary words. */
const MIN_WOVEN = 4;

/** An empty vault for one journey; the names of its secrets start with the journey's name. */
export function secretVault(journey: string): Vault {
  const names = new Map<string, string>();
  const found: LiftedSecret[] = [];

  function nameOf(hint: string, value: string): string {
    const slug = kebabCase(hint);
    const speaks = slug !== '' && (value === '' || !slug.includes(value.toLowerCase()));
    const wanted = `${journey}/${speaks ? slug.slice(0, 60) : 'secret'}`;
    const taken = new Set(names.values());
    let name = wanted;
    for (let number = 2; taken.has(name); number += 1) name = `${wanted}-${number}`;

    return name;
  }

  return {
    found,
    lift: (hint, value, what) => {
      const name = names.get(value) ?? nameOf(hint, value);
      if (!names.has(value)) {
        names.set(value, name);
        found.push({ name, what });
      }

      return call('secret', text(name));
    },
    woven: (value) => wovenText(value, names),
    wovenCode: (code) => wovenCode(code, names),
    redact: (value) => redactor([...names.keys()])(value),
  };
}

function wovenText(value: string, names: ReadonlyMap<string, string>): Expression {
  const known = longestFirst(names);
  let parts: readonly (string | Expression)[] = [value];
  for (const [each, name] of known) {
    const secret = call('secret', text(name));
    parts = split(parts, each, secret);
    // As it is encoded in URLs.
    parts = split(
      parts,
      encodeURIComponent(each.toWellFormed()),
      call('encodeURIComponent', secret),
    );
  }
  const redact = redactor(known.map(([each]) => each));

  return template(parts.map((part) => (typeof part === 'string' ? redact(part) : part)));
}

function longestFirst(names: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  return [...names]
    .filter(([each]) => each.trim().length >= MIN_WOVEN)
    .toSorted(([a], [b]) => b.length - a.length);
}

function split(
  parts: readonly (string | Expression)[],
  needle: string,
  between: Expression,
): readonly (string | Expression)[] {
  return parts.flatMap((part) => {
    if (typeof part !== 'string' || !part.includes(needle)) return [part];

    return part.split(needle).flatMap((piece, index) => (index === 0 ? [piece] : [between, piece]));
  });
}

/** A number becomes `Number(secret(…))`; in a regular expression a secret becomes `.+`. */
function wovenCode(code: string, names: ReadonlyMap<string, string>): Expression {
  const known = longestFirst(names);
  const own = known.find(([each]) => each === code);
  if (own !== undefined) return call('Number', call('secret', text(own[1])));
  if (!code.startsWith('/')) return literal(code);
  const needles = known.flatMap(([each]) => [
    regexText(each),
    regexText(encodeURIComponent(each.toWellFormed())),
  ]);

  return literal(needles.reduce((result, needle) => result.replaceAll(needle, '.+'), code));
}

/**
 * The same journey without a known secret in any of its texts: in an expected
 * URL, a step's name, or a comment.
 */
export function withoutSecrets(model: JourneyModel, vault: Vault): JourneyModel {
  if (vault.found.length === 0) return model;

  return {
    ...model,
    secrets: vault.found.map(({ name }) => name),
    description: vault.redact(model.description),
    comments: model.comments.map((each) => vault.redact(each)),
    options: model.options.map((option) => cleanedOption(option, vault)),
    parts: model.parts.map((part) => cleanedPart(part, vault)),
  };
}

/** `secret()` is not available in options, so secrets there are redacted; an origin is not a secret. */
function cleanedOption({ entry: [key, value], comment }: OptionModel, vault: Vault): OptionModel {
  const isOrigin = value.kind === 'text' && originOf(value.value) === value.value;
  const shown = value.kind === 'text' && !isOrigin ? text(vault.redact(value.value)) : value;

  return { entry: [key, shown], comment: comment === null ? null : vault.redact(comment) };
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}

function cleanedPart(part: Part, vault: Vault): Part {
  if (part.kind === 'constant') return { ...part, value: cleaned(part.value, vault) };

  return {
    ...part,
    name: vault.redact(part.name),
    statements: part.statements.map((each) => cleanedStatement(each, vault)),
    gives: part.gives.map((each) => ({ ...each, value: cleaned(each.value, vault) })),
  };
}

function cleanedStatement(statement: Statement, vault: Vault): Statement {
  switch (statement.kind) {
    case 'blank':
      return statement;
    case 'comment':
      return { ...statement, text: vault.redact(statement.text) };
    case 'code':
      return { ...statement, expression: cleaned(statement.expression, vault) };
  }
}

function cleaned(expression: Expression, vault: Vault): Expression {
  switch (expression.kind) {
    case 'text':
      return vault.woven(expression.value);
    case 'reference':
      return expression;
    case 'literal':
      return vault.wovenCode(expression.code);
    case 'template': {
      const parts = expression.parts.map((part) =>
        typeof part === 'string' ? vault.woven(part) : cleaned(part, vault),
      );

      return template(parts.flatMap(flattened));
    }
    case 'array':
      return { ...expression, items: expression.items.map((item) => cleaned(item, vault)) };
    case 'object':
      return {
        ...expression,
        // A field's name that equals some password is still a field's name.
        entries: expression.entries.map(([key, value]) => [
          isSecretValue(key) ? vault.redact(key) : key,
          cleaned(value, vault),
        ]),
      };
    case 'chain':
      return cleanedChain(expression, vault);
  }
}

function flattened(expression: Expression): readonly (string | Expression)[] {
  if (expression.kind === 'text') return [expression.value];

  return expression.kind === 'template' ? expression.parts : [expression];
}

/** Leaves `secret('name')` alone: a secret's name may equal another secret's value. */
function cleanedChain(chain: Extract<Expression, { kind: 'chain' }>, vault: Vault): Expression {
  if (chain.head.kind === 'reference' && chain.head.name === 'secret') return chain;
  const links = chain.links.map((link) => ({
    ...link,
    args: link.args?.map((arg) => cleaned(arg, vault)) ?? null,
  }));

  return { ...chain, head: cleaned(chain.head, vault), links };
}
