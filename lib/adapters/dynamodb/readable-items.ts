import { errorText } from '../../core/base/error-text.ts';
import type { UnreadableItem } from '../../core/store/store-damage.ts';

/** Called with each item that a reader leaves out because it cannot be decoded. */
export type OnUnreadable = (item: UnreadableItem) => void;

/**
 * An item that a newer version wrote. It is not damaged and must not be left out: the remedy is an
 * upgrade.
 */
export class NewerItemError extends Error {}

/** Decodes items. One that is damaged costs only itself: it is left out and reported. */
export function readableItems<I extends Readonly<Record<string, unknown>>, T>(
  items: readonly I[],
  decode: (item: I) => T,
  onUnreadable: OnUnreadable,
): readonly T[] {
  return items.flatMap((item) => {
    try {
      return [decode(item)];
    } catch (error) {
      if (error instanceof NewerItemError) throw error;
      const key = { pk: textOf(item['pk']), sk: textOf(item['sk']) };
      onUnreadable({ ...key, reason: errorText(error) });

      return [];
    }
  });
}

/** A key of a plain item, or of one in the client's format. */
function textOf(key: unknown): string {
  if (typeof key === 'object' && key !== null && 'S' in key) return String(key.S);

  return String(key);
}
