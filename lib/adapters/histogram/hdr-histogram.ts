import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram,
} from 'hdr-histogram-js';
import type { HistogramCodec } from '../../core/jobs/rollup.ts';

const MICROSECONDS_PER_MS = 1_000;
/** Two digits: a value is told from one that differs by 1 %. */
const DIGITS = 2;
/**
 * Longer than any run. The range is the same for all: histograms of one range add up to exactly what
 * all their values would have made, those that grow on demand do not.
 */
const GREATEST = 24 * 3_600 * 1_000 * MICROSECONDS_PER_MS;

/**
 * HdrHistograms of whole microseconds, V2 compressed, in base64. Merging adds counts of equal
 * buckets: a merged histogram is the one that all values together would have made.
 */
export function hdrHistograms(): HistogramCodec {
  return {
    encode: (durationsMs) => {
      const histogram = emptyHistogram();
      for (const durationMs of durationsMs) {
        histogram.recordValue(Math.min(GREATEST, Math.round(durationMs * MICROSECONDS_PER_MS)));
      }

      return encodeIntoCompressedBase64(histogram);
    },
    merge: (encoded) => {
      const merged = emptyHistogram();
      for (const each of encoded) merged.add(decodeFromCompressedBase64(each));

      return encodeIntoCompressedBase64(merged);
    },
  };
}

function emptyHistogram(): Histogram {
  return build({
    numberOfSignificantValueDigits: DIGITS,
    highestTrackableValue: GREATEST,
    autoResize: false,
  });
}
