import { startRunner } from '../lib/runner/lambda/runner-handler.ts';

/** Runs API journeys, for schedules and on demand. */
export const handler = startRunner('api', __dirname, process.env);
