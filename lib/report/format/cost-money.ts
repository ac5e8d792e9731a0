const CENT = 0.01;

/** US dollars for people: `$0.00`, `<$0.01`, `$4.76`, `$1,234`. */
export function formatUsd(usd: number): string {
  if (!Number.isFinite(usd)) return '?';
  if (usd > 0 && usd < CENT / 2) return '<$0.01';
  if (usd < 999.995) return `$${usd.toFixed(2)}`;

  return `$${groupThousands(Math.round(usd))}`;
}

/** A whole number with its thousands apart: `26,280`. */
export function groupThousands(count: number): string {
  return String(Math.round(count)).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
