/** A product of the shop. */
export interface Product {
  readonly id: string;
  readonly name: string;
  readonly maker: string;
  readonly description: string;
  readonly priceCents: number;
  readonly stock: number;
  /** Hue of the generated picture, in degrees. */
  readonly hue: number;
}

const ROWS: readonly (readonly [string, string, string, number, number, number])[] = [
  [
    'surveyors-wheel',
    "Surveyor's wheel",
    'Counts every yard of a road, uphill and down.',
    18900,
    7,
    28,
  ],
  [
    'brass-theodolite',
    'Brass theodolite',
    'Angles to the minute of arc, in a walnut case.',
    42500,
    3,
    42,
  ],
  ['folding-rule', 'Folding rule', 'Two metres of boxwood that fit a pocket.', 2450, 64, 96],
  ['field-compass', 'Field compass', 'Damped needle, mirror sight, luminous card.', 5900, 31, 204],
  ['gunters-chain', "Gunter's chain", 'Sixty-six feet in a hundred links.', 9900, 12, 220],
  ['plumb-bob', 'Plumb bob', 'Turned brass that hangs still when you need it.', 1900, 88, 12],
  ['spirit-level', 'Spirit level', 'A bubble that tells the truth.', 3200, 45, 150],
  ['pocket-sextant', 'Pocket sextant', 'The sun at noon, from any hill.', 27800, 5, 262],
  ['map-case', 'Map case', 'Waxed canvas, brass ends, dry maps.', 4600, 27, 74],
  ['pace-counter', 'Pace counter', 'One click a step, ten thousand steps.', 2100, 52, 318],
  ['hypsometer', 'Hypsometer', 'Heights of trees and towers, from below.', 15400, 9, 176],
  ['ink-and-quill', 'Ink and quill', 'For the log that outlives the road.', 1250, 120, 240],
];

/** All products, in the order of the catalogue. */
export const CATALOGUE: readonly Product[] = ROWS.map(
  ([id, name, description, priceCents, stock, hue]) => ({
    id,
    name,
    maker: 'Ramsden & Daughters',
    description,
    priceCents,
    stock,
    hue,
  }),
);

/** The product with an id; null: unknown. */
export function productOf(id: string): Product | null {
  return CATALOGUE.find((product) => product.id === id) ?? null;
}

/** Products whose name or description contains the words. */
export function searchCatalogue(words: string): readonly Product[] {
  const wanted = words.trim().toLowerCase();

  return CATALOGUE.filter(({ name, description }) =>
    `${name} ${description}`.toLowerCase().includes(wanted),
  );
}

/** A price in cents, formatted for people. */
export function priceText(cents: number): string {
  return `€ ${(cents / 100).toFixed(2)}`;
}
