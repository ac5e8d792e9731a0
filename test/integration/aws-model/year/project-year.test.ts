import { removeSyntheses } from '../../../support/aws/formation/deploy-project.ts';
import { listOf, textOf } from '../../../support/aws/formation/json.ts';
import { type EventReport, type LivedYear, liveYear } from './live-year.ts';
import { FIRST, YEAR } from './project-year.ts';

const NEW_YEAR_MS = Date.UTC(2026, 11, 1, 9);
const HOUR_MS = 3_600_000;
const YEAR_DEADLINE_MS = 600_000;

afterAll(() => removeSyntheses());

/** One line an event, as the test prints it. */
function lineOf({ title, actions, faults, ...report }: EventReport): string {
  const counts = `${String(actions).padStart(4)} actions, ${String(faults).padStart(3)} faults`;

  return `  ${title.padEnd(40)} ${counts}${faultsOf(report)}`;
}

function faultsOf(report: Pick<EventReport, 'damage' | 'failures' | 'left' | 'unrelated'>): string {
  const { damage, failures, unrelated } = report;
  const left = Object.entries(report.left).map(([type, count]) => `${count} ${type}`);

  return Object.entries({ damage, failures, left, unrelated })
    .filter(([, items]) => items.length > 0)
    .map(([name, items]) => `; ${name}: ${items.join(', ')}`)
    .join('');
}

/**
 * What remains a fault, by event; every other event leaves nothing. Where one is mended, its line goes.
 * CloudFormation never deletes a stack that left the app, so a dropped region runs on until it is pruned.
 * Kept data blocks a new deployment until it is adopted.
 */
const EXPECTED: Readonly<Record<string, Partial<EventReport>>> = {
  'a region is dropped': {
    left: {
      Alias: 1,
      Bucket: 1,
      BucketPolicy: 1,
      EventInvokeConfig: 1,
      EventSourceMapping: 1,
      Function: 2,
      LogGroup: 2,
      Parameter: 1,
      Queue: 2,
      QueuePolicy: 2,
      Role: 3,
      Schedule: 1,
      ScheduleGroup: 1,
      Version: 1,
    },
  },
  'stale stacks are pruned': { left: { Bucket: 1 } },
  'the region is added again': {
    failures: [alreadyExists('S3::Bucket', 'waywiser-prod-evidence-123456789012-us-east-1')],
    left: { Bucket: 1 },
  },
  'the stage is destroyed, its data kept': { left: { Bucket: 2, Table: 1 } },
  'it is deployed again': {
    failures: [alreadyExists('DynamoDB::Table', 'waywiser-prod')],
    left: { Bucket: 2, Table: 1 },
  },
};

function alreadyExists(type: string, name: string): string {
  return `Resource of type 'AWS::${type}' with identifier '${name}' already exists.`;
}

describe('a year of a project', () => {
  let year: LivedYear | null = null;

  beforeAll(async () => {
    year = await liveYear(FIRST, YEAR, NEW_YEAR_MS);
  }, YEAR_DEADLINE_MS);

  function lived(): LivedYear {
    if (year === null) throw new TypeError('Cannot read the year: it has not been lived');
    return year;
  }

  it('every event leaves what the table expects, and nothing else', () => {
    const { reports } = lived();
    process.stdout.write(`${reports.map(lineOf).join('\n')}\n`);

    expect(reports.map(({ title, failures, left }) => ({ title, failures, left }))).toEqual(
      YEAR.map(({ title }) => ({ title, failures: [], left: {}, ...EXPECTED[title] })),
    );
  });

  it('a fault at any action of any deployment is rolled back whole', () => {
    const { reports } = lived();
    const faults = reports.reduce((sum, report) => sum + report.faults, 0);

    expect(faults).toBeGreaterThan(500);
    expect(reports.flatMap(({ damage }) => damage)).toEqual([]);
  });

  it('a deployment without changes does nothing, and none changes an unrelated schedule', () => {
    const { reports } = lived();
    const unchanged = reports.filter(
      ({ title }) => title.startsWith('no change') && !title.includes('window'),
    );

    expect(unchanged.map(({ actions }) => actions)).toEqual([0, 0]);
    expect(reports.flatMap(({ unrelated }) => unrelated)).toEqual([]);
  });

  it('the schedule of a journey is never deleted and made again while the stage exists', () => {
    const { account } = lived();
    const lives = account.timeline('AWS::Scheduler::Schedule');
    // Creations that failed on purpose made schedules for seconds.
    const made = lives
      .filter(({ name, region }) => region === 'eu-west-1' && name.endsWith('/orders'))
      .filter(({ states, endedAtMs }) => {
        const sinceMs = states[0]?.fromMs ?? 0;
        return endedAtMs === null || endedAtMs - sinceMs > HOUR_MS;
      });

    expect(made).toHaveLength(2);
    expect(made.map(({ endedAtMs }) => endedAtMs === null)).toEqual([false, true]);
  });

  it('at its end, alarms and schedules exist for the journeys of the project only', () => {
    const { account } = lived();
    const names = [
      'AWS::CloudWatch::Alarm',
      'AWS::CloudWatch::CompositeAlarm',
      'AWS::Scheduler::Schedule',
    ].flatMap((type) => account.resources(type).map(({ name }) => name));

    expect(names.filter((name) => /extra|checkout|health|find|search/.test(name))).toEqual([]);
    expect(names.filter((name) => /cart|orders/.test(name)).length).toBeGreaterThan(8);
  });

  it('CloudWatch may invoke every function that an alarm names', () => {
    const { account } = lived();
    const invocable = account
      .resources('AWS::Lambda::Permission')
      .filter(
        ({ properties }) => properties['Principal'] === 'lambda.alarms.cloudwatch.amazonaws.com',
      )
      .map(({ properties }) => textOf(properties['FunctionName']).split(':').at(-1));
    const named = account
      .resources('AWS::CloudWatch::Alarm')
      .flatMap(({ properties }) => listOf(properties['AlarmActions']).map(textOf))
      .filter((action) => action.includes(':lambda:'))
      .map((action) => action.split(':')[6]);

    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !invocable.includes(name))).toEqual([]);
  });
});
