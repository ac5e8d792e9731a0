import { SECOND_MS } from '../../core/base/time.ts';
import type { StorageFact } from '../../core/doctor/doctor-fact.ts';
import { TABLE_DEFINITION } from '../../core/store/keys.ts';
import { formatCount } from './count.ts';
import { REDEPLOY, type DescribeFacts } from './doctor-advice.ts';
import { formatPeriod, formatPeriodLength } from './duration.ts';
import { formatInstant } from './instant.ts';

const JOB_NAMES = { 'gap-detector': 'gap detector', trends: 'trend analysis' } as const;

/** Sentences about what is stored and handed over. */
export const describeStorage: DescribeFacts<StorageFact> = {
  'queue-missing': ({ queue, region }) => ({
    text: `the queue ${queue} does not exist in ${region}`,
    remedy: REDEPLOY,
  }),
  'queue-late': ({ queue, region, ageSeconds }) => ({
    text: `records wait in ${queue} in ${region} for ${formatPeriodLength(ageSeconds * SECOND_MS)}: the recorder does not keep up`,
    remedy: `aws logs tail /aws/lambda/${queue.replace(/-records$/, '-recorder')} --region ${region} --since 1h`,
  }),
  'messages-unreadable': ({ queue, region, messages }) => ({
    text: `${formatCount(messages, 'message')} in ${queue} in ${region}, which the recorder could not read`,
    remedy: `aws sqs receive-message --region ${region} --queue-url "$(aws sqs get-queue-url --region ${region} --queue-name ${queue} --query QueueUrl --output text)" --message-attribute-names All`,
  }),
  'messages-undelivered': ({ queue, region, messages }) => ({
    text: `${formatCount(messages, 'event')} in ${queue} in ${region}, which could not be delivered`,
    remedy: `aws sqs receive-message --region ${region} --queue-url "$(aws sqs get-queue-url --region ${region} --queue-name ${queue} --query QueueUrl --output text)" --message-attribute-names All`,
  }),
  'mapping-missing': ({ function: name, region }) => ({
    text: `the function ${name} in ${region} is not connected to its queue: nothing is recorded`,
    remedy: REDEPLOY,
  }),
  'mapping-off': ({ function: name, region, state }) => ({
    text: `the function ${name} in ${region} takes no messages (${state}): nothing is recorded`,
    remedy: `aws lambda update-event-source-mapping --region ${region} --enabled --uuid "$(aws lambda list-event-source-mappings --region ${region} --function-name ${name} --query 'EventSourceMappings[0].UUID' --output text)"`,
  }),
  'mapping-failing': ({ function: name, region, state }) => ({
    text: `Lambda cannot hand messages to ${name} in ${region}: ${state}`,
    remedy: REDEPLOY,
  }),
  'heartbeat-missing': ({ job, function: name, region, lastAtMs, searchedMs }) => ({
    text: `the ${JOB_NAMES[job]} has no heartbeat ${lastAtMs === null ? `in the last ${formatPeriod(searchedMs)}` : `since ${formatInstant(lastAtMs)}`}`,
    remedy: `aws logs tail /aws/lambda/${name} --region ${region} --since ${job === 'trends' ? '2d' : '3h'}`,
  }),
  'heartbeat-not-due': ({ job }) => ({
    text: `the ${JOB_NAMES[job]} is not due yet`,
  }),
  'table-missing': ({ table, region }) => ({
    text: `the table ${table} does not exist in ${region}`,
    remedy: REDEPLOY,
  }),
  'table-not-active': ({ table, region, status }) => ({
    text: `the table ${table} in ${region} is ${status}`,
    remedy: `aws dynamodb describe-table --region ${region} --table-name ${table} --query Table.TableStatus`,
  }),
  'table-never-expires': ({ table, region }) => ({
    text: `items of the table ${table} in ${region} never expire, so it grows and costs`,
    remedy: `aws dynamodb update-time-to-live --region ${region} --table-name ${table} --time-to-live-specification Enabled=true,AttributeName=${TABLE_DEFINITION.timeToLiveAttribute}`,
  }),
  'table-not-recoverable': ({ table, region }) => ({
    text: `the table ${table} in ${region} cannot be restored to a point in time`,
    remedy: `aws dynamodb update-continuous-backups --region ${region} --table-name ${table} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true`,
  }),
  'bucket-missing': ({ bucket, region }) => ({
    text: `the bucket of evidence ${bucket} does not exist in ${region}`,
    remedy: REDEPLOY,
  }),
};
