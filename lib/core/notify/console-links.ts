import { stageNames } from '../deploy/names.ts';

/** A region and its partition, such as `aws`. */
export interface ConsolePlace {
  readonly region: string;
  readonly partition: string;
}

/** https://docs.aws.amazon.com/general/latest/gr/rande.html */
const DOMAINS: Readonly<Record<string, string>> = {
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** Address of an alarm in CloudWatch's console. */
export function alarmPage(alarm: string, place: ConsolePlace): string {
  return `${cloudWatch(place)}#alarmsV2:alarm/${encodeURIComponent(alarm)}`;
}

/** Address of a stage's dashboard in CloudWatch's console; the place is that of the home region. */
export function dashboardPage(stage: string, place: ConsolePlace): string {
  return `${cloudWatch(place)}#dashboards/dashboard/${encodeURIComponent(stageNames(stage).dashboard)}`;
}

function cloudWatch({ region, partition }: ConsolePlace): string {
  const domain = DOMAINS[partition] ?? 'console.aws.amazon.com';

  return `https://${region}.${domain}/cloudwatch/home?region=${region}`;
}
