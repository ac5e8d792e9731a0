import { compareSurfaces, SURFACES } from '../../../scripts/surfaces/compare-surfaces.ts';
import { findingCases, valueCases } from '../../../scripts/surfaces/surface-cases.ts';

test('every surface prints 40 values alike', () => {
  const results = compareSurfaces(valueCases());

  expect(results).toHaveLength(40);
  expect(results.filter(({ missing }) => missing.length > 0)).toEqual([]);
});

test('every surface describes 12 findings alike', () => {
  const results = compareSurfaces(findingCases());

  expect(results).toHaveLength(12);
  expect(results.filter(({ missing }) => missing.length > 0)).toEqual([]);
});

test('compareSurfaces() names the surfaces that do not show a text', () => {
  const cases = valueCases().slice(0, 1);

  const [result] = compareSurfaces(cases.map((each) => ({ ...each, expected: 'by 150 KiB' })));

  expect(result?.missing).toEqual(SURFACES);
});
