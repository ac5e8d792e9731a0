import type {
  CLSMetricWithAttribution,
  INPMetricWithAttribution,
  LCPMetricWithAttribution,
} from 'web-vitals/attribution';

/** Flat facts about a vital; unknown ones are undefined. */
export type Facts = Record<string, string | number | undefined>;

/** The largest element that was painted, and the phases of its time. */
export function attributionOfLcp({ attribution }: LCPMetricWithAttribution): Facts {
  return {
    element: attribution.target,
    url: attribution.url,
    timeToFirstByte: attribution.timeToFirstByte,
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
