import { metricNamespace } from '../alarms/metric-names.ts';
import { FUNCTION_ENV } from '../deploy/events.ts';
import type { QueueFrame } from '../record/queue-message.ts';

/** What a recorder is told by its environment. */
export interface RecorderSettings extends QueueFrame {
  readonly homeRegion: string;
  readonly table: string;
  readonly retentionDays: number;
  readonly unreadableQueueUrl: string;
  /** Of its metrics. */
  readonly namespace: string;
}

/** Set by Lambda: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const REGION = 'AWS_REGION';

/** Reads the recorder's environment. Throws a TypeError that names what is missing or wrong. */
export function recorderSettings(
  environment: Readonly<Record<string, string | undefined>>,
): RecorderSettings {
  function required(name: string): string {
    const value = environment[name];
    if (value === undefined || value === '') {
      throw new TypeError(
        `Cannot start the recorder: ${name} is not set; expected it in the function's environment`,
      );
    }

    return value;
  }

  const stage = required(FUNCTION_ENV.stage);
  const retention = required(FUNCTION_ENV.retentionDays);
  const retentionDays = Number(retention);
  if (!(retentionDays > 0)) {
    throw new TypeError(
      `Cannot start the recorder: ${FUNCTION_ENV.retentionDays} is "${retention}"; expected a number of days`,
    );
  }

  return {
    stage,
    region: required(REGION),
    homeRegion: required(FUNCTION_ENV.homeRegion),
    table: required(FUNCTION_ENV.table),
    retentionDays,
    unreadableQueueUrl: required(FUNCTION_ENV.unreadableQueueUrl),
    namespace: metricNamespace(stage),
  };
}
