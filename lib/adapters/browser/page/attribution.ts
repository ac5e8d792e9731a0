import type {
  CLSMetricWithAttribution,
  INPMetricWithAttribution,
  LCPMetricWithAttribution,
} from 'web-vitals/attribution';

/** Flat facts about a vital; what is not known is left out. */
export type Facts = Record<string, string | number | undefined>;

/** Which element painted last and largest, and where its time went. */
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

/** Which element moved most, when, and by how much. */
export function attributionOfCls({ attribution }: CLSMetricWithAttribution): Facts {
  return {
    element: attribution.largestShiftTarget,
    largestShiftTime: attribution.largestShiftTime,
    largestShiftValue: attribution.largestShiftValue,
  };
}

/** Which element was slow to answer, to what kind of input, and where its time went. */
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
