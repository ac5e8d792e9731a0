/** What a value is written in: the unit, what it is divided by, and its digits after the point. */
export interface Scale {
  readonly unit: string;
  readonly divisor: number;
  readonly digits: number;
}

/** The number of a value in its scale, without the unit. */
export function scaledNumber(value: number, { divisor, digits }: Scale): string {
  return (value / divisor).toFixed(digits);
}

/** A size of at least 0 in its scale: `48.2 ms`. */
export function inScale(size: number, scale: Scale): string {
  return `${scaledNumber(size, scale)} ${scale.unit}`;
}
