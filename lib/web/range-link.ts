/** The address of the same page over another range, permanent: both ends as instants. */
export function rangeLink(address: string, fromMs: number, toMs: number): string {
  const url = new URL(address);
  url.searchParams.set('from', new Date(fromMs).toISOString());
  url.searchParams.set('to', new Date(toMs).toISOString());
  url.searchParams.delete('last');
  url.hash = '';

  return url.href;
}
