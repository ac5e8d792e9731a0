import { type Layer, LayerBuilder } from './layer.ts';

/** A unit of an encoding: the text that it stands for, and its length as written. */
export interface Unit {
  readonly text: string;
  readonly length: number;
}

/** Reads the unit that starts at an index of a text; null if none does. */
export type UnitReader = (text: string, index: number) => Unit | null;

/** An encoding whose units stand between characters that are written as they are. */
export interface UnitEncoding {
  /** Finds the characters that a unit may start with; global. */
  readonly starts: RegExp;
  readonly read: UnitReader;
}

/**
 * Decodes every unit of an encoding. The layer has the units and `reach` characters around each:
 * whatever is further away was readable before. Null if there is no unit.
 */
export function decodeUnits(
  parent: Layer,
  { starts, read }: UnitEncoding,
  reach: number,
): Layer | null {
  const { text } = parent;
  const builder = new LayerBuilder(parent);
  let copied = -1;
  starts.lastIndex = 0;
  for (let found = starts.exec(text); found !== null; found = starts.exec(text)) {
    const at = found.index;
    const unit = read(text, at);
    if (unit !== null) {
      appendContext(builder, { copied, at, reach });
      builder.add(unit.text, at, unit.length);
      copied = at + unit.length;
      starts.lastIndex = copied;
    }
  }
  if (copied < 0) return null;
  builder.copy(copied, Math.min(text.length, copied + reach));

  return builder.layer();
}

/** Appends the characters between two units, or those near each with a break between. */
function appendContext(
  builder: LayerBuilder,
  { copied, at, reach }: { readonly copied: number; readonly at: number; readonly reach: number },
): void {
  if (copied >= 0 && at - copied <= 2 * reach) {
    builder.copy(copied, at);

    return;
  }
  if (copied >= 0) builder.copy(copied, copied + reach);
  const start = Math.max(0, at - reach);
  builder.break();
  builder.copy(start, at);
}
