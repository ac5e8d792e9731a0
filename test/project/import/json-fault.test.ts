import * as fc from 'fast-check';
import { jsonFault } from '../../../lib/project/import/read-source.ts';

test.each([
  ['{ "steps": [ }', 13],
  ['{ "a": 1, }', 10],
  ["{ 'a': 1 }", 2],
  ['{ "a" 1 }', 6],
  ['[1 2]', 3],
  ['[1, 2', 5],
  ['', 0],
  ['{ "a": "b }', 7],
  ['{ "a": tru }', 7],
  ['{} {}', 3],
  ['[1]]', 3],
  ['{ "a": [1} }', 9],
  ['// no\n{}', 0],
])('jsonFault() finds where %j stops being JSON', (text, offset) => {
  expect(jsonFault(text)).toBe(offset);
});

test('jsonFault() finds nothing before the end of what is JSON', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(0, 2), (text, indent) => {
      const shown = JSON.stringify(JSON.parse(text), null, indent);

      expect(jsonFault(shown)).toBe(shown.length);
    }),
  );
});
