import { startRunner } from '../lib/runner/lambda/runner-handler.ts';

/** Runs browser journeys, for schedules and on demand. */
export const handler = startRunner('browser', __dirname, process.env);
