import { groupThousands } from './number.ts';

/** A number of things: `1 request`, `3 requests`, `12,000 runs`. */
export function formatCount(count: number, noun: string): string {
  return `${groupThousands(count)} ${noun}${count === 1 ? '' : 's'}`;
}
