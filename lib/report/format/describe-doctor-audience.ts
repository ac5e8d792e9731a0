import type { AudienceFact } from '../../core/doctor/doctor-fact.ts';
import { formatCount } from './count.ts';
import { CHECK_AGAIN, REDEPLOY, type DescribeFacts, type DoctorAdvice } from './doctor-advice.ts';

/** Names that are listed of many. */
const MAX_NAMES = 5;

/** Sentences about who is notified. */
export const describeAudience: DescribeFacts<AudienceFact> = {
  'topic-missing': ({ topic }) => ({
    text: `the topic of the alarms does not exist: ${topic}`,
    remedy: REDEPLOY,
  }),
  'topic-without-subscriber': () => ({
    text: 'alarms notify no one: the project has no `notify`, and the topic no subscription',
    remedy: REDEPLOY,
  }),
  'subscription-pending': ({ address, topic, region }) => ({
    text: `${address} has not confirmed its subscription, and gets no alarm: open the link in the mail "AWS Notification - Subscription Confirmation", or have it sent again`,
    remedy: subscribe(address, topic, region),
  }),
  'subscription-missing': ({ address, topic, region }) => ({
    text: `${address} is in \`notify\`, but not subscribed`,
    remedy: subscribe(address, topic, region),
  }),
  'alarms-missing': ({ alarms }) => ({
    text: `${formatCount(alarms.length, 'alarm')} not deployed: ${someOf(alarms)}`,
    remedy: REDEPLOY,
  }),
  'alarms-off': ({ alarms, region }) => ({
    text: `${formatCount(alarms.length, 'alarm')} with actions switched off: ${someOf(alarms)}`,
    remedy: `aws cloudwatch enable-alarm-actions --region ${region} --alarm-names ${alarms.join(' ')}`,
  }),
  'alarms-without-action': ({ alarms }) => withoutAction(alarms),
  'alarms-unheard': ({ alarms, topic }) => ({
    text: `${formatCount(alarms.length, 'alarm')} notify only ${topic}, which has no confirmed subscription: ${someOf(alarms)}`,
    remedy: CHECK_AGAIN,
  }),
};

function withoutAction(alarms: readonly string[]): DoctorAdvice {
  return {
    text: `${formatCount(alarms.length, 'alarm')} without an action, which notify no one: ${someOf(alarms)}`,
    remedy: REDEPLOY,
  };
}

function subscribe(address: string, topic: string, region: string): string {
  return `aws sns subscribe --region ${region} --topic-arn ${topic} --protocol email --notification-endpoint ${address}`;
}

function someOf(names: readonly string[]): string {
  const rest = names.length - MAX_NAMES;

  return `${names.slice(0, MAX_NAMES).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
