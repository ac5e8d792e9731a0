import {
  type Environment,
  FUNCTION_ENV,
  requiredRetentionDays,
  requiredVariable,
  type TableSettings,
  tableSettings,
} from '../deploy/function-environment.ts';
import { UNCHECKED_SENDERS } from '../deploy/sender-parameters.ts';
import type { QueueFrame } from '../record/queue-message.ts';

/** The recorder's settings, from its environment variables. */
interface RecorderSettings extends QueueFrame, TableSettings {
  readonly retentionDays: number;
  readonly unreadableQueueUrl: string;
  /** Parameters with the roles that may send records; null: records are taken from anyone. */
  readonly senderParameters: readonly string[] | null;
}

/** Set by Lambda: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const REGION = 'AWS_REGION';
const WHO = 'the recorder';

/** Reads the recorder's environment. Throws a TypeError that names what is missing or wrong. */
export function recorderSettings(environment: Environment): RecorderSettings {
  return {
    ...tableSettings(environment, WHO),
    region: requiredVariable(environment, REGION, WHO),
    retentionDays: requiredRetentionDays(environment, WHO),
    unreadableQueueUrl: requiredVariable(environment, FUNCTION_ENV.unreadableQueueUrl, WHO),
    // Never optional: a recorder without it must not start, instead of taking forged records.
    senderParameters: sendersIn(requiredVariable(environment, FUNCTION_ENV.senders, WHO)),
  };
}

function sendersIn(text: string): readonly string[] | null {
  return text === UNCHECKED_SENDERS ? null : text.split(',');
}
