import { ConcreteWidget } from 'aws-cdk-lib/aws-cloudwatch';

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
const MAX_ALARMS = 100;
const GRID_COLUMNS = 24;
/** How many states stand beside each other in a widget as wide as the dashboard. */
const STATES_PER_ROW = 6;
const TITLE_ROWS = 1;
const SCROLLED_ROWS = 3;

/**
 * The states of alarms, those in trouble first. Where one widget cannot hold them all, only those
 * in trouble are shown, so that nobody scrolls past hundreds that are well.
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
  /** Null: all. */
  readonly states: readonly string[] | null;
}

/** By ARN: the library's own takes constructs, and these alarms stand in other stacks. */
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
