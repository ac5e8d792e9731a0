import type { AccountFact, CallFact } from '../../core/doctor/doctor-fact.ts';
import { CHECK_AGAIN, REDEPLOY, type DoctorAdvice, type DescribeFacts } from './doctor-advice.ts';
import { formatExactDuration } from './duration.ts';
import { formatCount } from './count.ts';
import { formatMinute } from './instant.ts';

/** Sentences about account, regions and stacks. */
export const describeAccount: DescribeFacts<AccountFact> = {
  'signed-in': ({ account, arn }) => ({ text: `account ${account}, as ${arn}` }),
  'wrong-account': ({ account, expected }) => ({
    text: `the credentials are those of account ${account}; expected ${expected}, the account in waywiser.config.ts`,
    remedy: 'export AWS_PROFILE=<profile of the account>',
  }),
  'region-off': ({ region }) => ({
    text: `the account has not enabled the region ${region}`,
    remedy: `aws account enable-region --region-name ${region}`,
  }),
  'not-bootstrapped': ({ account, region }) => ({
    text: `${region} is not bootstrapped for CDK`,
    remedy: bootstrap(account, region),
  }),
  'bootstrap-old': ({ account, region, version, minimum }) => ({
    text: `${region} is bootstrapped with version ${version}; expected ${minimum} or later`,
    remedy: bootstrap(account, region),
  }),
  'concurrency-low': ({ region, unreserved, minimum }) => ({
    text: `the account runs ${formatCount(unreserved, 'function')} at once in ${region}; expected at least ${minimum}, so that other functions and hanging runs do not stop the monitoring`,
    remedy: raiseLimit(region),
  }),
  'concurrency-exceeded': ({ region, unreserved, runs, others, atMs }) => ({
    text: `the journeys need ${runs} runs at once in ${region} at ${formatMinute(atMs)} if each takes as long as it may, the platform ${others} more; the account runs ${unreserved}`,
    remedy: raiseLimit(region),
  }),
  'not-deployed': ({ stage }) => ({
    text: `stage ${stage} is not deployed: only what a first deployment needs was checked`,
  }),
  'stack-missing': ({ stack, region }) => ({
    text: `the stack ${stack} does not exist in ${region}`,
    remedy: REDEPLOY,
  }),
  'stack-failed': ({ stack, region, status }) => ({
    text: `the last change of ${stack} in ${region} failed: ${status}`,
    remedy: `aws cloudformation describe-stack-events --region ${region} --stack-name ${stack} --query "StackEvents[?contains(ResourceStatus, 'FAILED')].[LogicalResourceId, ResourceStatusReason]" --output text`,
  }),
  'stack-busy': ({ stack, region, status }) => ({
    text: `${stack} in ${region} is being changed: ${status}`,
    remedy: CHECK_AGAIN,
  }),
  'stack-orphaned': ({ stack, region }) => ({
    text: `${stack} in ${region} belongs to the stage, but no longer to the project: what is in it runs, costs and alarms`,
    remedy: `aws cloudformation delete-stack --region ${region} --stack-name ${stack}`,
  }),
  'version-differs': ({ stack, region, deployed, own }) => ({
    text: `${stack} in ${region} was deployed by ${deployed === null ? 'an earlier version of Waywiser' : `Waywiser ${deployed}`}; this is ${own}`,
    remedy: REDEPLOY,
  }),
};

/** Sentences about what could not be checked. */
export const describeCall: DescribeFacts<CallFact> = {
  'call-failed': (fact) => describeProblem(fact),
  'check-failed': ({ message }) => ({ text: `could not be checked: ${message}` }),
  'check-late': ({ limitMs }) => ({
    text: `could not be checked within ${formatExactDuration(limitMs)}`,
    remedy: CHECK_AGAIN,
  }),
};

function describeProblem({
  problem,
  action,
  region,
  message,
}: Extract<CallFact, { code: 'call-failed' }>): DoctorAdvice {
  switch (problem) {
    case 'signed-out':
      return { text: `there are no AWS credentials (${message})`, remedy: 'aws sso login' };
    case 'expired':
      return { text: `the AWS credentials have expired (${message})`, remedy: 'aws sso login' };
    case 'rejected':
      return {
        text: `AWS does not accept the credentials in ${region} (${message})`,
        remedy: 'aws sts get-caller-identity',
      };
    case 'denied':
      return {
        text: `could not tell: needs the permission ${action} in ${region} (docs/deploy.md#check-it has a policy)`,
      };
    case 'throttled':
      return { text: `could not tell: ${region} throttles ${action} (${message})` };
    case 'timeout':
    case 'network':
      return { text: `could not tell: ${region} does not answer ${action} (${message})` };
    case 'other':
      return { text: `could not tell: ${action} in ${region}: ${message}` };
  }
}

function bootstrap(account: string, region: string): string {
  return `npx cdk bootstrap aws://${account}/${region}`;
}

function raiseLimit(region: string): string {
  return `aws service-quotas request-service-quota-increase --region ${region} --service-code lambda --quota-code L-B99A9384 --desired-value 1000`;
}
