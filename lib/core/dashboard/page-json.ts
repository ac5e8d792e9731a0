import { inertJson } from '../base/inert-json.ts';
import type { Page } from './pages.ts';

/**
 * A page as JSON. Values that are kept as typed arrays are written as plain ones; what is infinite,
 * such as an interval's end that nobody knows, is null.
 */
export function pageJson(page: Page): string {
  return inertJson(
    JSON.stringify(page, (_key, value: unknown) =>
      value instanceof Float64Array ? Array.from(value) : value,
    ),
  );
}
