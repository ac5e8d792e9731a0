import { metricNamespace } from '../alarms/metric-names.ts';
import { FUNCTION_ENV } from '../deploy/events.ts';

/** What the trends job is told by its environment. */
export interface TrendsSettings {
  readonly stage: string;
  readonly homeRegion: string;
  readonly table: string;
  /** Of its metrics. */
  readonly namespace: string;
}

/** Reads the environment of the trends job. Throws a TypeError that names what is missing. */
export function trendsSettings(
  environment: Readonly<Record<string, string | undefined>>,
): TrendsSettings {
  function required(name: string): string {
    const value = environment[name];
    if (value === undefined || value === '') {
      throw new TypeError(
        `Cannot start the trends job: ${name} is not set; expected it in the function's environment`,
      );
    }

    return value;
  }

  const stage = required(FUNCTION_ENV.stage);

  return {
    stage,
    homeRegion: required(FUNCTION_ENV.homeRegion),
    table: required(FUNCTION_ENV.table),
    namespace: metricNamespace(stage),
  };
}
