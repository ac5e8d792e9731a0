/** Where the alarms of a stage belong. */
export interface AlarmFrame {
  readonly stage: string;
  /** The page that explains every alarm, without `#`. */
  readonly runbookUrl: string;
}

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
const MAX_DESCRIPTION = 1_024;

/** What an alarm means, cut where AWS would refuse it, and where to read on, never cut. */
export function alarmDescription(
  meaning: string,
  heading: string,
  { runbookUrl }: AlarmFrame,
): string {
  const link = ` What to do: ${runbookUrl}#${heading}`;
  const room = MAX_DESCRIPTION - link.length;

  return `${meaning.length <= room ? meaning : `${meaning.slice(0, room - 1)}…`}${link}`;
}
