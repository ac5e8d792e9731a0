import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from '@babel/parser';
import type { Node } from '@babel/types';

const ROOT = path.join(__dirname, '..', '..', '..');
const FORMATTER = 'lib/report/format/';

/** A unit after a value, as text for people has it: `… ms`, `…%`. A single letter needs a blank. */
const UNIT = /^(?: ?(?:ms|%|kB|KB|MB|GB|KiB|MiB)| (?:s|m|h|d|B))(?![\w=-])/;
const DIGITS = ['toFixed', 'toPrecision'];

/** Places that may print a number themselves, each with its reason. */
const ALLOWED: Readonly<Record<string, string>> = {
  'lib/adapters/': 'messages of errors that state a limit; adapters may not import lib/report',
  'lib/project/': 'messages of errors that state a limit; project may not import lib/report',
  'lib/runner/': 'messages of run records that state a limit; runner may not import lib/report',
  'lib/core/base/whole-units.ts': 'limits in messages of run records, for adapters',
  'lib/core/run/': 'messages of run records, which are a public contract',
  'lib/core/platform/local-platform.ts': 'message of a run record, which is a public contract',
  'lib/core/alarms/alarm-history.ts': 'message of a thrown error',
  'lib/core/dashboard/journey/quantile-bands.ts': 'rounds numbers of JSON',
  'lib/core/deploy/preflight.ts': 'messages of a configuration that cannot be deployed',
  'lib/core/journey/duration.ts': 'writes options such as 5m, as authors do',
  'lib/infra/unzipped-size.ts': 'states a limit of AWS in the binary MB that AWS counts in',
  'lib/report/ci/junit.ts': 'seconds of the JUnit format',
  'lib/report/html/charts/': 'coordinates of SVG, and axes whose ticks share one unit',
  'lib/report/html/costs/': 'widths of bars',
  'lib/report/html/journey/journey-charts.ts': 'rounds numbers of JSON',
  'lib/report/html/run/run-axis.ts': 'widths of bars',
  'lib/web/chart-theme.ts': 'colours of CSS',
};

/** Values that get a unit or digits outside of the formatter: the source of each. */
function literalsIn(source: string): readonly string[] {
  const found: string[] = [];
  const { program } = parse(source, { sourceType: 'module', plugins: ['typescript'] });
  visit(program, (node) => {
    if (node.type === 'TemplateLiteral') {
      // An attribute of HTML ends in a quote before its value.
      const after = node.quasis.filter(
        ({ value }, index) =>
          index > 0 &&
          UNIT.test(value.raw) &&
          !(node.quasis[index - 1]?.value.raw ?? '').endsWith('="'),
      );
      if (after.length > 0) found.push(source.slice(node.start ?? 0, node.end ?? 0));
    }
    if (node.type === 'MemberExpression' && node.property.type === 'Identifier') {
      if (DIGITS.includes(node.property.name)) {
        found.push(source.slice(node.start ?? 0, node.end ?? 0));
      }
    }
  });

  return found;
}

function visit(node: Node, see: (node: Node) => void): void {
  see(node);
  for (const value of Object.values(node)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (isNode(each)) visit(each, see);
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

function sources(): readonly string[] {
  const files = readdirSync(path.join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' });

  return files
    .map((file) => `lib/${file.replaceAll(path.sep, '/')}`)
    .filter((file) => file.endsWith('.ts') && !file.startsWith(FORMATTER));
}

function placesOf(file: string): readonly string[] {
  return literalsIn(readFileSync(path.join(ROOT, file), 'utf8')).map((text) => `${file}: ${text}`);
}

test('only lib/report/format prints numbers with units, but for the places that say why', () => {
  const places = sources()
    .filter((file) => !Object.keys(ALLOWED).some((place) => file.startsWith(place)))
    .flatMap(placesOf);

  expect(places).toEqual([]);
});

test('every place that is allowed to print numbers still does', () => {
  const unused = Object.keys(ALLOWED).filter((place) =>
    sources()
      .filter((file) => file.startsWith(place))
      .every((file) => placesOf(file).length === 0),
  );

  expect(unused).toEqual([]);
});

test.each([
  'const text = `${value} ms`;',
  'const text = `${value}%`;',
  'const text = `took ${Math.round(ms / 1000)} s in all`;',
  'const text = `${bytes / 1024} KiB`;',
  'const text = value.toFixed(1);',
])('a injected literal is found: %s', (source) => {
  expect(literalsIn(source)).toHaveLength(1);
});

test.each([
  'const text = `${count} steps`;',
  'const text = `${noun}s`;',
  'const text = `${a} to ${b}`;',
  'const option = `${days}d`;',
])('what has no unit is left alone: %s', (source) => {
  expect(literalsIn(source)).toEqual([]);
});
