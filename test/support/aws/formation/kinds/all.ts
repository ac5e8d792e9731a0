import { Unmodelled } from '../failures.ts';
import type { ResourceKind } from '../resource-kind.ts';
import { ALARM_MUTE_RULE, COMPOSITE_ALARM, DASHBOARD_KIND } from './alarm-parts.ts';
import { ALARM } from './alarms.ts';
import { MANAGED_POLICY, POLICY, ROLE } from './iam.ts';
import { FUNCTION, LAYER_VERSION } from './lambda-function.ts';
import {
  ALIAS,
  EVENT_INVOKE_CONFIG,
  EVENT_SOURCE_MAPPING,
  PERMISSION,
  VERSION,
} from './lambda-parts.ts';
import { AUTO_DELETE_OBJECTS, RULE, SUBSCRIPTION, TOPIC, TOPIC_POLICY } from './messages.ts';
import { BUCKET, BUCKET_POLICY } from './s3.ts';
import { SCHEDULE, SCHEDULE_GROUP } from './scheduler.ts';
import { QUEUE, QUEUE_POLICY } from './sqs.ts';
import { KEY_OF_KMS, LOG_GROUP, PARAMETER, TABLE, WAIT_CONDITION_HANDLE } from './storage.ts';

/** Type of nested stacks; stacks are applied by the operations, not by a kind. */
export const NESTED_STACK = 'AWS::CloudFormation::Stack';

const KINDS = new Map(
  [
    ALARM,
    ALARM_MUTE_RULE,
    ALIAS,
    AUTO_DELETE_OBJECTS,
    BUCKET,
    BUCKET_POLICY,
    COMPOSITE_ALARM,
    DASHBOARD_KIND,
    EVENT_INVOKE_CONFIG,
    EVENT_SOURCE_MAPPING,
    FUNCTION,
    KEY_OF_KMS,
    LAYER_VERSION,
    LOG_GROUP,
    MANAGED_POLICY,
    PARAMETER,
    PERMISSION,
    POLICY,
    QUEUE,
    QUEUE_POLICY,
    ROLE,
    RULE,
    SCHEDULE,
    SCHEDULE_GROUP,
    SUBSCRIPTION,
    TABLE,
    TOPIC,
    TOPIC_POLICY,
    VERSION,
    WAIT_CONDITION_HANDLE,
  ].map((kind): [string, ResourceKind] => [kind.type, kind]),
);

/** The rules of a type. Throws {@link Unmodelled} for an unknown one. */
export function kindOf(type: string): ResourceKind {
  const kind = KINDS.get(type);
  if (kind !== undefined) return kind;
  throw new Unmodelled(`the resource type ${type} is not modelled: add it to kinds/`);
}

/** The space of names of a type. */
export function namespaceOf(type: string): string {
  return KINDS.get(type)?.namespace ?? type;
}
