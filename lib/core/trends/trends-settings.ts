import { metricNamespace } from '../alarms/metric-names.ts';
import {
  type Environment,
  FUNCTION_ENV,
  requiredVariable,
} from '../deploy/function-environment.ts';

/** The environment of the trends job, parsed. */
export interface TrendsSettings {
  readonly stage: string;
  readonly homeRegion: string;
  readonly table: string;
  /** Of its metrics. */
  readonly namespace: string;
}

const WHO = 'the trends job';

/** Reads the environment of the trends job. Throws a TypeError that names what is missing. */
export function trendsSettings(environment: Environment): TrendsSettings {
  const stage = requiredVariable(environment, FUNCTION_ENV.stage, WHO);

  return {
    stage,
    homeRegion: requiredVariable(environment, FUNCTION_ENV.homeRegion, WHO),
    table: requiredVariable(environment, FUNCTION_ENV.table, WHO),
    namespace: metricNamespace(stage),
  };
}
