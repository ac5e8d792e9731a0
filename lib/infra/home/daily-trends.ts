import { Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { FUNCTION_ENV } from '../../core/deploy/function-environment.ts';
import { JOB_SCHEDULES, PLATFORM_FUNCTIONS } from '../../core/deploy/platform-functions.ts';
import { stageNames } from '../../core/deploy/names.ts';
import { FINDING_PREFIX } from '../../core/trends/trend-keys.ts';
import { acknowledge, wildcards } from '../acknowledge.ts';
import { allow, leadingKeys } from '../platform-function.ts';
import { METRICS_REASON, putMetrics } from '../put-metrics.ts';
import { ScheduledFunction } from './scheduled-function.ts';

/** Inputs of the trends job. */
export interface DailyTrendsProps {
  readonly stage: string;
  readonly home: string;
  readonly table: Table;
  readonly code: Code;
}

const RETRY_SECONDS = 21_600;

/**
 * The function that analyses the history each day: drifts, change points and forecasts of budget
 * breaches.
 */
export class DailyTrends extends ScheduledFunction {
  constructor(scope: Construct, id: string, props: DailyTrendsProps) {
    const names = stageNames(props.stage);
    const bus = Stack.of(scope).formatArn({
      service: 'events',
      resource: 'event-bus',
      resourceName: 'default',
    });
    super(scope, id, {
      name: names.trends,
      ids: { handler: 'Trends', schedule: 'EveryDay' },
      description: `Waywiser ${props.stage}: detects drifts, change points and forecast budget breaches`,
      code: props.code,
      memoryMb: PLATFORM_FUNCTIONS.trends.memoryMb,
      environment: {
        [FUNCTION_ENV.stage]: props.stage,
        [FUNCTION_ENV.table]: names.table,
        [FUNCTION_ENV.homeRegion]: props.home,
      },
      may: [
        allow('ReadRollups', { actions: ['dynamodb:Query'], resources: [props.table.tableArn] }),
        allow('KeepFindings', {
          actions: ['dynamodb:PutItem'],
          resources: [props.table.tableArn],
          conditions: leadingKeys(FINDING_PREFIX),
        }),
        putMetrics(props.stage),
        allow('TellOthers', { actions: ['events:PutEvents'], resources: [bus] }),
      ],
      expression: JOB_SCHEDULES.trends,
      retrySeconds: RETRY_SECONDS,
    });
    acknowledge(this.function.role, wildcards(this, ['*'], METRICS_REASON));
  }
}
