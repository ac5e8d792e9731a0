import type { FunctionFact, ScheduleFact } from '../../core/doctor/doctor-fact.ts';
import { CHECK_AGAIN, REDEPLOY, type DescribeFacts } from './doctor-advice.ts';
import { formatInstant } from './instant.ts';

/** Sentences about functions, their roles and the secrets that they read. */
export const describeFunction: DescribeFacts<FunctionFact> = {
  'secret-missing': ({ secret, arn }) => ({
    text: `the secret ${secret} does not exist: ${arn}`,
    remedy: isParameter(arn)
      ? `aws ssm put-parameter --region ${regionOf(arn)} --type SecureString --name ${nameOf(arn)} --value <value>`
      : `aws secretsmanager create-secret --region ${regionOf(arn)} --name ${nameOf(arn)} --secret-string <value>`,
  }),
  'secret-deleted': ({ secret, arn, deletedAtMs }) => ({
    text: `the secret ${secret} was deleted on ${formatInstant(deletedAtMs)}, and runs cannot read it`,
    remedy: `aws secretsmanager restore-secret --region ${regionOf(arn)} --secret-id ${arn}`,
  }),
  'secret-key-elsewhere': ({ secret, key }) => ({
    text: `the secret ${secret} is encrypted with a key of another account or region, which runners may not use: ${key}`,
    remedy:
      'aws secretsmanager update-secret --secret-id <secret> --kms-key-id <key of its account>',
  }),
  'function-missing': ({ function: name, region }) => ({
    text: `the function ${name} does not exist in ${region}`,
    remedy: REDEPLOY,
  }),
  'alias-missing': ({ function: name, region }) => ({
    text: `the function ${name} in ${region} has no alias live, which schedules invoke`,
    remedy: REDEPLOY,
  }),
  'function-failed': ({ function: name, region, state, reason }) => ({
    text: `the function ${name} in ${region} cannot run: ${state}${reason === null ? '' : ` (${reason})`}`,
    remedy: REDEPLOY,
  }),
  'function-busy': ({ function: name, region, state }) => ({
    text: `the function ${name} in ${region} is being changed: ${state}`,
    remedy: CHECK_AGAIN,
  }),
  'role-missing': ({ function: name, role, region }) => ({
    text: `the role ${role} of the function ${name} in ${region} does not exist`,
    remedy: REDEPLOY,
  }),
  'role-lacks-secret': ({ function: name, role, region, secret, arn }) => ({
    text: `the role ${role} of ${name} in ${region} does not name the secret ${secret} (${arn}): its runs are denied it`,
    remedy: REDEPLOY,
  }),
  'role-denied-secret': ({ function: name, role, secret, arn }) => ({
    text: `IAM denies the role ${role} of ${name} the secret ${secret} (${arn}), although its policy names it: a boundary or a policy of the organisation does`,
    remedy: `aws iam get-role --role-name ${role} --query Role.PermissionsBoundary`,
  }),
};

/** Sentences about schedules and the journeys that they run. */
export const describeSchedules: DescribeFacts<ScheduleFact> = {
  'schedule-group-missing': ({ group, region }) => ({
    text: `the schedule group ${group} does not exist in ${region}`,
    remedy: REDEPLOY,
  }),
  'schedule-missing': ({ schedule, region }) => ({
    text: `${schedule} has no schedule in ${region}, and does not run`,
    remedy: REDEPLOY,
  }),
  'schedule-orphaned': ({ schedule, group, region }) => ({
    text: `the schedule ${schedule} in ${region} runs no journey of the project`,
    remedy: `aws scheduler delete-schedule --region ${region} --group-name ${group} --name ${schedule}`,
  }),
  'schedule-off': ({ schedule, group, region }) => ({
    text: `the schedule ${schedule} in ${region} is switched off; change its state to ENABLED, or deploy after a change of it`,
    remedy: `aws scheduler get-schedule --region ${region} --group-name ${group} --name ${schedule}`,
  }),
  'schedule-differs': ({ schedule, region, deployed, expected }) => ({
    text: `the schedule ${schedule} in ${region} is ${deployed}; expected ${expected}`,
    remedy: REDEPLOY,
  }),
  'target-differs': ({ schedule, region, deployed, expected }) => ({
    text: `the schedule ${schedule} in ${region} invokes ${deployed}; expected ${expected}`,
    remedy: REDEPLOY,
  }),
  'journey-differs': ({ schedule, region, deployed, expected }) => ({
    text: `the journey ${schedule} in ${region} is deployed in version ${deployed === '' ? 'unknown' : deployed}; the project has ${expected}`,
    remedy: REDEPLOY,
  }),
};

function isParameter(arn: string): boolean {
  return arn.split(':')[2] === 'ssm';
}

function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}

/** The name in an ARN of either service. */
function nameOf(arn: string): string {
  const name = arn.split(':').slice(5).join(':');

  return isParameter(arn) ? name.replace(/^parameter/, '') : name.replace(/^secret:/, '');
}
