import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { StageDashboard } from '../../../../lib/infra/dashboard/stage-dashboard.ts';

interface Body {
  readonly widgets: readonly {
    readonly type: string;
    readonly y: number;
    readonly properties: {
      readonly title?: string;
      readonly alarms?: readonly string[];
      readonly states?: readonly string[];
      readonly metrics?: readonly (readonly [{ readonly expression: string }])[];
    };
  }[];
  readonly variables?: readonly Readonly<Record<string, unknown>>[];
}

function bodyOf(journeys: readonly string[]): Body {
  const env = { account: '123456789012', region: 'eu-west-1' };
  const stack = new Stack(new App(), 'Home', { env });
  new StageDashboard(stack, 'Dashboard', {
    stage: 'prod',
    runbookUrl: 'https://example.test/runbook.md',
    regions: ['eu-west-1', 'us-east-1'],
    journeys,
  });
  const [dashboard] = Object.values(
    Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'),
  );
  expect(dashboard?.['Properties'].DashboardName).toBe('waywiser-prod');
  const parts: readonly unknown[] = dashboard?.['Properties'].DashboardBody['Fn::Join'][1];

  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'aws')).join(''));
}

function titles({ widgets }: Body): readonly (string | undefined)[] {
  return widgets.map(({ properties }) => properties.title);
}

function expressions({ widgets }: Body): readonly string[] {
  return widgets.flatMap(({ properties }) =>
    (properties.metrics ?? []).map(([{ expression }]) => expression),
  );
}

describe('StageDashboard', () => {
  it('StageDashboard shows alarm states, rankings and one journey by region', () => {
    expect(titles(bodyOf(['checkout', 'search']))).toEqual([
      undefined,
      'Platform',
      'Journeys',
      'Least available 10 journeys',
      'Slowest 10 journeys, mean of passed runs',
      'Errored runs by region',
      'Missing slots, 10 journeys with most',
      'JOURNEY_TO_SHOW: availability',
      'JOURNEY_TO_SHOW: errored runs',
      'JOURNEY_TO_SHOW: missing slots',
      'JOURNEY_TO_SHOW: duration p50 of passed runs',
      'JOURNEY_TO_SHOW: duration p75 of passed runs',
      'JOURNEY_TO_SHOW: duration p95 of passed runs',
    ]);
  });

  it('StageDashboard asks for the metrics that are published', () => {
    const all = expressions(bodyOf(['checkout']));

    expect(all).toContain(
      'SELECT AVG("Success") FROM SCHEMA("Waywiser/prod", Journey, Region) GROUP BY Journey ORDER BY AVG() ASC LIMIT 10',
    );
    expect(all).toContain(
      `SEARCH('{Waywiser/prod,Journey,Region} MetricName="Duration" Journey="JOURNEY_TO_SHOW"', 'p95', 3600)`,
    );
  });

  it('StageDashboard offers every journey, the first of them chosen', () => {
    const { variables } = bodyOf(['checkout', 'search']);

    expect(variables).toMatchObject([
      {
        type: 'pattern',
        pattern: 'JOURNEY_TO_SHOW',
        defaultValue: 'checkout',
        values: [{ value: 'checkout' }, { value: 'search' }],
      },
    ]);
  });

  it('StageDashboard stays within CloudWatch’s limits when there are 1,000 journeys', () => {
    const body = bodyOf(Array.from({ length: 1_000 }, (_, index) => `journey-${index}`));
    const states = body.widgets.filter(({ type }) => type === 'alarm').slice(1);

    expect(body.widgets).toHaveLength(22);
    expect(states.map(({ properties }) => properties.alarms?.length)).toEqual(
      Array.from({ length: 10 }, () => 100),
    );
    expect(new Set(states.flatMap(({ properties }) => properties.states))).toEqual(
      new Set(['ALARM']),
    );
    expect(expressions(body)).toHaveLength(10);
    expect(body.variables).toMatchObject([{ search: expect.any(String), populateFrom: 'Journey' }]);
    expect(JSON.stringify(body).length).toBeLessThan(100_000);
  });

  it('StageDashboard shows the platform alone when there are no journeys', () => {
    const body = bodyOf([]);

    expect(titles(body)).not.toContain('Journeys');
    expect(body.variables).toBeUndefined();
  });
});
