import { groupThousands, UNKNOWN } from './number.ts';

const CENT = 0.01;

/** US dollars: `$0.00`, `<$0.01`, `$4.76`, `$1,234`. */
export function formatUsd(usd: number): string {
  if (!Number.isFinite(usd)) return UNKNOWN;
  if (usd > 0 && usd < CENT / 2) return '<$0.01';
  if (usd < 999.995) return `$${usd.toFixed(2)}`;

  return `$${groupThousands(usd)}`;
}
