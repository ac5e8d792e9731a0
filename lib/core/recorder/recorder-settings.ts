import { metricNamespace } from '../alarms/metric-names.ts';
import {
  type Environment,
  FUNCTION_ENV,
  requiredRetentionDays,
  requiredVariable,
} from '../deploy/function-environment.ts';
import type { QueueFrame } from '../record/queue-message.ts';

/** The recorder's settings, from its environment variables. */
interface RecorderSettings extends QueueFrame {
  readonly homeRegion: string;
  readonly table: string;
  readonly retentionDays: number;
  readonly unreadableQueueUrl: string;
  /** Of its metrics. */
  readonly namespace: string;
}

/** Set by Lambda: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const REGION = 'AWS_REGION';
const WHO = 'the recorder';

/** Reads the recorder's environment. Throws a TypeError that names what is missing or wrong. */
export function recorderSettings(environment: Environment): RecorderSettings {
  const stage = requiredVariable(environment, FUNCTION_ENV.stage, WHO);

  return {
    stage,
    region: requiredVariable(environment, REGION, WHO),
    homeRegion: requiredVariable(environment, FUNCTION_ENV.homeRegion, WHO),
    table: requiredVariable(environment, FUNCTION_ENV.table, WHO),
    retentionDays: requiredRetentionDays(environment, WHO),
    unreadableQueueUrl: requiredVariable(environment, FUNCTION_ENV.unreadableQueueUrl, WHO),
    namespace: metricNamespace(stage),
  };
}
