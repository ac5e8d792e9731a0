import { runInNewContext } from 'node:vm';
import { parse } from '@babel/parser';
import * as fc from 'fast-check';
import { expects } from '../../../lib/project/import/content-checks.ts';
import {
  call,
  chained,
  type Expression,
  jsonExpression,
  literal,
  object,
  property,
  reference,
  template,
  text,
} from '../../../lib/project/import/expression.ts';
import {
  awaited,
  BLANK,
  type JourneyModel,
  type Part,
} from '../../../lib/project/import/journey-model.ts';
import { writeJourney } from '../../../lib/project/import/write-journey.ts';
import { printExpression } from '../../../lib/project/import/print-code.ts';

const words = fc
  .array(
    fc.constantFrom(
      'lamp',
      "O'Hara",
      'a "quoted" word',
      'two\nlines',
      '${not}',
      '`tick`',
      'größe',
      '日本',
      'back\\slash',
      'brass theodolite',
      'supercalifragilistic',
      '\u202Eevil',
      '\u001B[2J',
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((each) => each.join(' '));
const keys = fc.constantFrom('id', 'name', 'content-type', 'a b', '0', 'é', 'quantity');
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    words,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(keys, tie('json'), { maxKeys: 4 }),
  ),
}));
const exact = object([['exact', literal('true')]]);
const locators = fc.tuple(words, fc.nat(3)).map(([name, kind]): Expression => {
  const page = reference('page');
  const nav = call('page.getByRole', text('navigation'), object([['name', text(name)]]));
  if (kind === 0) return chained(nav, 'getByRole', text('button'), object([['name', text(name)]]));
  if (kind === 1) return chained(page, 'getByLabel', text(name), exact);

  return kind === 2 ? chained(page, 'getByText', text(name)) : nav;
});
const actions = fc
  .tuple(locators, words, fc.nat(2))
  .map(([found, value, kind]) =>
    awaited(
      [chained(found, 'click'), chained(found, 'fill', text(value)), expects(found, 'toBeVisible')][
        kind
      ] ?? found,
    ),
  );
const requests = fc.tuple(words, json).map(([url, body]) => ({
  kind: 'code' as const,
  before: 'const response = await ',
  expression: call(
    'http.post',
    template(['/api/', reference('headers'), `/${url}`]),
    object([['json', jsonExpression(body)]]),
  ),
}));
const steps = fc
  .tuple(fc.array(actions, { minLength: 1, maxLength: 4 }), requests, words, fc.nat(2))
  .map(([acts, request, name, count]): Part => {
    const gives = Array.from({ length: count }, (_, index) => ({
      name: `found${index}`,
      type: 'string' as const,
      value: call('String', reference('response')),
    }));

    return {
      kind: 'step',
      name: `do ${name}`.slice(0, 60),
      statements: [...acts, BLANK, request],
      gives,
    };
  });
function renamed(part: Part, suffix: string): Part {
  if (part.kind === 'constant') return part;

  return {
    ...part,
    gives: part.gives.map((each) => ({ ...each, name: `${each.name}of${suffix}` })),
  };
}

const models = fc
  .tuple(fc.array(steps, { minLength: 1, maxLength: 5 }), words)
  .map(([parts, description]): JourneyModel => ({
    kind: 'browser',
    name: 'x',
    description,
    options: [],
    secrets: [],
    comments: [description],
    parts: [
      {
        kind: 'constant',
        variable: { name: 'headers', type: 'Readonly<Record<string, string>>' },
        value: object([['authorization', text('none')]]),
      },
      // Each value has a name of its own.
      ...parts.map((part, index) => renamed(part, `${index}`)),
    ],
  }));

test('writeJourney() writes TypeScript that parses, whatever texts the journey holds', () => {
  fc.assert(
    fc.property(models, (model) => {
      const code = writeJourney(model);

      expect(() => parse(code, { sourceType: 'module', plugins: ['typescript'] })).not.toThrow();
      expect(code).not.toMatch(/[^\S\n]$|\t/m);
    }),
  );
});

const oddKeys = fc.constantFrom('1', '007', 'true', 'null', "'a'", '__proto__', '[1]', 'a-b', '{}');
const oddJson = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('1', 'a', "'a'", '\uD800', 'x\uDFFFy', 'true', '\u2028'),
    fc.constantFrom(1, 7, true, null),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.array(fc.tuple(oddKeys, tie('value')), { maxLength: 3 }).map((pairs) => asParsed(pairs)),
  ),
})).value;

/** With own properties of any name, as `JSON.parse` makes them. */
function asParsed(pairs: readonly (readonly [string, unknown])[]): unknown {
  const fields = new Map(pairs.map(([key, value]) => [key, JSON.stringify(value)]));

  return JSON.parse(
    `{${[...fields].map(([key, value]) => `${JSON.stringify(key)}:${value}`).join()}}`,
  );
}

test('printExpression() writes JSON as code that is the same JSON, whatever its keys are called', () => {
  fc.assert(
    fc.property(oddJson, (value) => {
      const code = printExpression(jsonExpression(value), 0);
      // As it is read from a file.
      const read = Buffer.from(code).toString('utf8');

      expect(JSON.stringify(runInNewContext(`'use strict'; (${read})`))).toBe(
        JSON.stringify(value),
      );
    }),
  );
});

test.each(['0', '10', '007', '12345678901234567890', 'a-b', '__proto__'])(
  'printExpression() asks a value for its property "%s" by that name',
  (name) => {
    const code = printExpression(property(reference('value'), name), 0);
    const asked = new Proxy({}, { get: (_, key) => key });

    expect(runInNewContext(`'use strict'; ${code}`, { value: asked })).toBe(name);
  },
);

test('template() makes no place for code of texts that only together look like one', () => {
  const code = printExpression(template(['/$', '{evil}', reference('id'), '$', '{evil}']), 0);

  expect(code).toBe('`/\\${evil}${id}\\${evil}`');
});

test('printExpression() breaks long objects, and leaves short ones on one line', () => {
  const long = { id: 'x'.repeat(60), nested: { a: 1 } };

  expect(printExpression(call('f', jsonExpression({ a: 1, b: [2] })), 2)).toBe(
    'f({ a: 1, b: [2] })',
  );
  expect(printExpression(call('f', jsonExpression(long)), 2)).toBe(
    `f({\n    id: '${long.id}',\n    nested: { a: 1 },\n  })`,
  );
});

test('writeJourney() lets no text leave its literal or its line', () => {
  const evil = "'; process.exit(1); //\n\u2028`${process.env}`\u202E\u001B[2J";
  const model: JourneyModel = {
    kind: 'api',
    name: 'evil',
    description: evil,
    options: [],
    secrets: [],
    comments: [evil],
    parts: [
      {
        kind: 'step',
        name: 'ask',
        statements: [awaited(call('http.get', template([evil, reference('env')])))],
        gives: [],
      },
    ],
  };

  const code = writeJourney(model);

  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  expect(code).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E]/);
  expect(code).toContain('description: "\'; process.exit(1); //\\n\\u2028`${process.env}`\\u202e');
  expect(code).toContain("http.get(`'; process.exit(1); //\\n\\u2028\\`\\${process.env}\\`");
  expect(code.split('\n')[2]).toMatch(/^\/\/ /);
});

test('writeJourney() calls no function of a long journey as a value that a step finds', () => {
  const found = { name: 'orderId', type: 'string', value: reference('response') } as const;
  const long = Array.from({ length: 50 }, () => awaited(call('http.get', text('/'))));
  const parts: readonly Part[] = [
    { kind: 'step', name: 'order id', statements: long, gives: [found] },
    { kind: 'step', name: 'ask', statements: [awaited(reference('orderId'))], gives: [] },
  ];

  const code = writeJourney({ ...EMPTY, parts });

  expect(code).toContain("const orderId = await step('order id', () => orderId2(context));");
});

const EMPTY: JourneyModel = {
  kind: 'api',
  name: 'x',
  description: 'Nothing.',
  options: [],
  secrets: [],
  comments: [],
  parts: [],
};
