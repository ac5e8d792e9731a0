/** Puts the entries of a range into random order. Fisher and Yates (1938), as Durstenfeld's. */
export function shuffle(values: Float64Array | Int32Array, random: () => number): void {
  for (let at = values.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const kept = values[at] ?? 0;
    values[at] = values[other] ?? 0;
    values[other] = kept;
  }
}
