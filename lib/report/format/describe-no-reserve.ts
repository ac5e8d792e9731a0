/** A warning before a region is deployed whose platform shares its concurrency with the runs. */
export function describeNoReserve({
  region,
  limit,
  needed,
}: {
  readonly region: string;
  readonly limit: number;
  readonly needed: number;
}): string {
  return `Nothing is reserved for the platform's own functions in ${region}, where Lambda runs ${limit} functions at once: runs of targets that hang can delay records and alarms; expected a limit of ${needed} or more, which Service Quotas raises on request`;
}
