import { stackFacts } from '../../adapters/cloudformation/stack-facts.ts';
import { alarmFacts } from '../../adapters/cloudwatch/alarm-facts.ts';
import { tableFacts } from '../../adapters/dynamodb/table-facts.ts';
import { roleFacts } from '../../adapters/iam/role-facts.ts';
import { functionFacts } from '../../adapters/lambda/function-facts.ts';
import { bucketFacts } from '../../adapters/s3/bucket-facts.ts';
import { scheduleFacts } from '../../adapters/scheduler/schedule-facts.ts';
import { secretFacts } from '../../adapters/secrets/secret-facts.ts';
import { topicAudience } from '../../adapters/sns/topic-audience.ts';
import { queueFacts } from '../../adapters/sqs/queue-facts.ts';
import { parameterFacts } from '../../adapters/ssm/parameter-facts.ts';
import { callerIdentity } from '../../adapters/sts/caller-identity.ts';
import type { RegionReader } from '../../core/doctor/doctor-ports.ts';

/** Reads one region of the account of the SDK's default credentials. Loads the clients of twelve services. */
export function awsRegionReader(region: string): RegionReader {
  const parameters = parameterFacts(region);
  const secrets = secretFacts(region);
  const parts = [
    callerIdentity(region),
    functionFacts(region),
    stackFacts(region),
    topicAudience(region),
    alarmFacts(region),
    roleFacts(region),
    scheduleFacts(region),
    queueFacts(region),
    tableFacts(region),
    bucketFacts(region),
  ] as const;
  const [identity, functions, stacks, audience, alarms, roles, schedules, queues, tables, buckets] =
    parts;

  return {
    ...identity,
    ...functions,
    ...stacks,
    ...audience,
    ...alarms,
    ...roles,
    ...schedules,
    ...queues,
    ...tables,
    ...buckets,
    bootstrapVersion: parameters.bootstrapVersion,
    secret: async (arn) =>
      arn.split(':')[2] === 'ssm' ? parameters.parameter(arn) : secrets.secret(arn),
    close: () => {
      for (const part of [...parts, parameters, secrets]) part.close();
    },
  };
}
