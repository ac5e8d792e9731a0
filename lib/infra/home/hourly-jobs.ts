import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { FUNCTION_ENV } from '../../core/deploy/function-environment.ts';
import { JOB_SCHEDULES, PLATFORM_FUNCTIONS } from '../../core/deploy/platform-functions.ts';
import { stageNames } from '../../core/deploy/names.ts';
import { acknowledge, wildcards } from '../acknowledge.ts';
import { allow } from '../platform-function.ts';
import { METRICS_REASON, putMetrics } from '../put-metrics.ts';
import { ScheduledFunction } from './scheduled-function.ts';
import { DAY_MS } from '../../core/base/time.ts';

/** Inputs of the hourly jobs. */
export interface HourlyJobsProps {
  readonly stage: string;
  readonly home: string;
  readonly table: Table;
  readonly code: Code;
  readonly runRetentionMs: number;
}

const RETRY_SECONDS = 3_000;

/** The function that runs each hour: the gap detector and the rollups. */
export class HourlyJobs extends ScheduledFunction {
  constructor(scope: Construct, id: string, props: HourlyJobsProps) {
    const names = stageNames(props.stage);
    super(scope, id, {
      name: names.jobs,
      ids: { handler: 'Jobs', schedule: 'EveryHour' },
      description: `Waywiser ${props.stage}: finds slots without a record, rolls records up`,
      code: props.code,
      memoryMb: PLATFORM_FUNCTIONS.jobs.memoryMb,
      environment: {
        [FUNCTION_ENV.stage]: props.stage,
        [FUNCTION_ENV.table]: names.table,
        [FUNCTION_ENV.homeRegion]: props.home,
        [FUNCTION_ENV.retentionDays]: String(Math.ceil(props.runRetentionMs / DAY_MS)),
      },
      may: [
        allow('ReadAndComplete', {
          actions: [
            'dynamodb:BatchWriteItem',
            'dynamodb:GetItem',
            'dynamodb:PutItem',
            'dynamodb:Query',
            'dynamodb:UpdateItem',
          ],
          resources: [props.table.tableArn],
        }),
        putMetrics(props.stage),
      ],
      expression: JOB_SCHEDULES.jobs,
      retrySeconds: RETRY_SECONDS,
    });
    acknowledge(this.function.role, wildcards(this, ['*'], METRICS_REASON));
  }
}
