import { startRunner } from '../lib/runner/lambda/runner-handler.ts';

/** Runs browser journeys: for schedules, and for whoever asks. */
export const handler = startRunner('browser', __dirname, process.env);
