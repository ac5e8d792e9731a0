import { ConcreteWidget } from 'aws-cdk-lib/aws-cloudwatch';

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
const MAX_ALARMS = 100;
const GRID_COLUMNS = 24;
/** Number of states in a row of a widget as wide as the dashboard. */
const STATES_PER_ROW = 6;
const TITLE_ROWS = 1;
const SCROLLED_ROWS = 3;

/**
 * Widgets with alarm states, those in ALARM first. When one widget cannot hold all alarms, only
 * those in ALARM are shown.
 */
export function alarmStateWidgets(title: string, arns: readonly string[]): ConcreteWidget[] {
  if (arns.length <= MAX_ALARMS) {
    const height = TITLE_ROWS + Math.max(1, Math.ceil(arns.length / STATES_PER_ROW));
    return arns.length === 0
      ? []
      : [new AlarmStates({ title, arns, width: GRID_COLUMNS, height, states: null })];
  }
  const count = Math.ceil(arns.length / MAX_ALARMS);

  return Array.from({ length: count }, (_, index) => {
    return new AlarmStates({
      title: `${title} in trouble, part ${index + 1} of ${count}`,
      arns: arns.slice(index * MAX_ALARMS, (index + 1) * MAX_ALARMS),
      width: GRID_COLUMNS / 2,
      height: SCROLLED_ROWS,
      states: ['ALARM'],
    });
  });
}

interface AlarmStatesProps {
  readonly title: string;
  readonly arns: readonly string[];
  readonly width: number;
  readonly height: number;
  /** States to show; null: all. */
  readonly states: readonly string[] | null;
}

/**
 * The library's own widget takes constructs; these alarms are in other stacks, so ARNs are needed.
 */
class AlarmStates extends ConcreteWidget {
  private readonly props: AlarmStatesProps;

  constructor(props: AlarmStatesProps) {
    super(props.width, props.height);
    this.props = props;
  }

  override position(x: number, y: number): void {
    this.x = x;
    this.y = y;
  }

  override toJson(): object[] {
    const { title, arns, states } = this.props;

    return [
      {
        type: 'alarm',
        width: this.width,
        height: this.height,
        x: this.x,
        y: this.y,
        properties: {
          title,
          alarms: arns,
          sortBy: 'stateUpdatedTimestamp',
          ...(states !== null && { states }),
        },
      },
    ];
  }
}
