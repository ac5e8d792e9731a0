/** The confidence of every interval: it contains the true value in 95 of 100 such cases. */
export const CONFIDENCE = 0.95;

/** The significance level of one test, at which the tests are calibrated: its false-positive rate. */
export const SIGNIFICANCE_LEVEL = 0.01;

/** The false discovery rate: how much of all that one analysis detects may be false, on average. */
export const FALSE_DISCOVERY_RATE = 0.05;
