import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import {
  Effect,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type Code,
  Function as LambdaFunction,
  type ILayerVersion,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** One function of the platform: its code, its size and every permission of its role. */
export interface PlatformFunctionProps {
  readonly functionName: string;
  readonly description: string;
  readonly code: Code;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Permissions in addition to writing its own log. */
  readonly may: readonly PolicyStatement[];
  /** Default: arm64, a fifth cheaper. */
  readonly architecture?: 'arm64' | 'x86_64';
  readonly layers?: readonly ILayerVersion[];
  /** Executions that are kept for it; null or absent: none. */
  readonly reservedConcurrency?: number | null;
  /** Size of `/tmp`. Default: 512 MB, which cost nothing. */
  readonly diskMb?: number;
}

/**
 * A function with its log and its role. The role lists every statement; it has no managed policy,
 * because AWS's policy for logs allows writing to every log of the account.
 */
export class PlatformFunction extends Construct {
  readonly handler: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: PlatformFunctionProps) {
    super(scope, id);
    const log = new LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${props.functionName}`,
      retention: RetentionDays.ONE_MONTH,
      // Its name is fixed: a log group that outlived the stack would block the next deployment.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        own: new PolicyDocument({ statements: [writeLog(log), ...props.may] }),
      },
    });
    this.handler = new LambdaFunction(this, 'Function', {
      functionName: props.functionName,
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: props.architecture === 'x86_64' ? Architecture.X86_64 : Architecture.ARM_64,
      handler: 'index.handler',
      code: props.code,
      layers: [...(props.layers ?? [])],
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      ...(props.diskMb === undefined ? {} : { ephemeralStorageSize: Size.mebibytes(props.diskMb) }),
      ...(typeof props.reservedConcurrency === 'number' && {
        reservedConcurrentExecutions: props.reservedConcurrency,
      }),
      environment: { ...props.environment },
      role: this.role,
      logGroup: log,
    });
  }
}

/** An Allow statement. Its `sid` names its purpose. */
export function allow(
  sid: string,
  rule: {
    readonly actions: readonly string[];
    readonly resources: readonly string[];
    readonly conditions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  },
): PolicyStatement {
  return new PolicyStatement({
    sid,
    effect: Effect.ALLOW,
    actions: [...rule.actions],
    resources: [...rule.resources],
    ...(rule.conditions === undefined ? {} : { conditions: rule.conditions }),
  });
}

/**
 * Conditions of a statement: only items whose keys begin with the prefix. A request without keys would meet the first
 * condition, because it holds for all of no values.
 */
export function leadingKeys(prefix: string): Readonly<Record<string, Record<string, unknown>>> {
  return {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${prefix}*`] },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  };
}

function writeLog(log: LogGroup): PolicyStatement {
  return allow('WriteOwnLog', {
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [log.logGroupArn],
  });
}
