import type {
  CLSMetricWithAttribution,
  FCPMetricWithAttribution,
  INPMetricWithAttribution,
  LCPMetricWithAttribution,
  Metric,
  TTFBMetricWithAttribution,
} from 'web-vitals/attribution';

/** Flat facts about a vital; unknown ones are undefined. */
export type Facts = Record<string, string | number | undefined>;

/** Resource Timing, of which TypeScript's library does not know all properties. */
interface ResponseStarts {
  readonly firstInterimResponseStart?: number;
  readonly finalResponseHeadersStart?: number;
}

/**
 * The parts of the time to first byte. After a `103 Early Hints`, which is the first byte, also the start of
 * both answers, in milliseconds from the navigation's start.
 */
export function attributionOfTtfb({ attribution }: TTFBMetricWithAttribution): Facts {
  const starts: Partial<PerformanceNavigationTiming> & ResponseStarts = {
    ...attribution.navigationEntry?.toJSON(),
  };
  const { firstInterimResponseStart: interim, finalResponseHeadersStart: final } = starts;
  const hasInterim = interim !== undefined && interim > 0;

  return {
    waitingDuration: attribution.waitingDuration,
    dnsDuration: attribution.dnsDuration,
    connectionDuration: attribution.connectionDuration,
    requestDuration: attribution.requestDuration,
    ...(hasInterim ? { firstInterimResponseStart: interim, finalResponseHeadersStart: final } : {}),
  };
}

/** The parts of the time to the first paint; a soft navigation has none. */
export function attributionOfFcp({ attribution, ...metric }: FCPMetricWithAttribution): Facts {
  if (isSoft(metric)) return {};
  const { timeToFirstByte, firstByteToFCP } = attribution;

  return { timeToFirstByte, firstByteToFCP };
}

function isSoft({ navigationType }: Pick<Metric, 'navigationType'>): boolean {
  return navigationType === 'soft-navigation';
}

/** The largest element that was painted, and the phases of its time. */
export function attributionOfLcp({ attribution, ...metric }: LCPMetricWithAttribution): Facts {
  return {
    element: attribution.target,
    url: attribution.url,
    // The library has 0 for it, because a soft navigation need not request anything.
    timeToFirstByte: isSoft(metric) ? undefined : attribution.timeToFirstByte,
    resourceLoadDelay: attribution.resourceLoadDelay,
    resourceLoadDuration: attribution.resourceLoadDuration,
    elementRenderDelay: attribution.elementRenderDelay,
  };
}

/** The element with the largest shift, its time and its value. */
export function attributionOfCls({ attribution }: CLSMetricWithAttribution): Facts {
  return {
    element: attribution.largestShiftTarget,
    largestShiftTime: attribution.largestShiftTime,
    largestShiftValue: attribution.largestShiftValue,
  };
}

/** The element of the slowest interaction, the kind of input, and the phases of its time. */
export function attributionOfInp({ attribution }: INPMetricWithAttribution): Facts {
  return {
    element: attribution.interactionTarget,
    interaction: attribution.interactionType,
    inputDelay: attribution.inputDelay,
    processingDuration: attribution.processingDuration,
    presentationDelay: attribution.presentationDelay,
    script: attribution.longestScript?.entry.sourceURL,
  };
}
