/** A share of successes as pages print it: rounded, with more digits near 100%. */
export function formatAvailability(share: number): string {
  const percent = share * 100;
  if (percent === 100) return '100%';
  const digits = percent < 99 ? 1 : percent < 99.995 ? 2 : 4;

  return `${String(Number(percent.toFixed(digits)))}%`;
}
