/** What is wrong in a simulated world, where and from when to when; absent places: everywhere. */
export type Fault = { readonly fromMs: number; readonly toMs: number; readonly region?: string } & (
  | {
      readonly kind: 'target';
      readonly journey?: string;
      /** `down`: answers with an error. `hanging`: never answers. `slow`: passes, in ten times the time. */
      readonly state: 'down' | 'hanging' | 'slow';
    }
  /** The recorder's function fails at its start. */
  | { readonly kind: 'recorder-fails' }
  /** A message becomes visible so much later. */
  | { readonly kind: 'queue-delays'; readonly delayMs: number }
  /** Nothing runs in the region, and calls to it fail. What its queues hold, they keep. */
  | { readonly kind: 'region-out'; readonly region: string }
  /** CloudWatch of the region accepts no metrics. */
  | { readonly kind: 'metrics-refused' }
  /** Scheduler cannot invoke its targets. */
  | { readonly kind: 'deliveries-fail' }
);

type Kind = Fault['kind'];

/** The faults of a world, asked at an instant. */
export interface Faults {
  readonly nowMs: () => number;
  /** The fault of a kind that a place has now, or at an instant; undefined: none. */
  at<K extends Kind>(
    kind: K,
    place: { readonly region: string; readonly journey?: string },
    atMs?: number,
  ): Extract<Fault, { readonly kind: K }> | undefined;
  isOut(region: string, atMs?: number): boolean;
}

/** Finds faults by time and place; the first one that fits counts. */
export function faultsOf(all: readonly Fault[], nowMs: () => number): Faults {
  const faults: Faults = {
    nowMs,
    at: <K extends Kind>(
      kind: K,
      place: { readonly region: string; readonly journey?: string },
      atMs = nowMs(),
    ) =>
      all.find((fault): fault is Extract<Fault, { readonly kind: K }> => {
        if (fault.kind !== kind || atMs < fault.fromMs || atMs >= fault.toMs) return false;
        if (fault.region !== undefined && fault.region !== place.region) return false;

        return (
          !('journey' in fault) || fault.journey === undefined || fault.journey === place.journey
        );
      }),
    isOut: (region, atMs) => faults.at('region-out', { region }, atMs) !== undefined,
  };

  return faults;
}
