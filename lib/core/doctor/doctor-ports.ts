import type { Clock } from '../ports.ts';

/** Whose credentials are in use. */
export interface CallerIdentity {
  /** Twelve digits. */
  readonly account: string;
  readonly arn: string;
}

/** Numbers of functions that may run at once in an account and region. */
export interface Concurrency {
  readonly limit: number;
  /** What is left of the limit for functions without a reservation. */
  readonly unreserved: number;
}

/** A deployed stack that is not nested in another one. */
export interface DeployedStack {
  readonly name: string;
  /** As CloudFormation names it: `UPDATE_COMPLETE`. */
  readonly status: string;
  /** Value of the tag `waywiser:stage`; null: it has none. */
  readonly stage: string | null;
  /** Version of Waywiser that deployed it; null: one that does not state it. */
  readonly version: string | null;
  readonly createdAtMs: number;
}

/** A subscription of the topic that alarms notify. */
export interface Subscription {
  /** `email`, `lambda`, `https`, … */
  readonly protocol: string;
  /** An address, or an ARN. */
  readonly endpoint: string;
  readonly confirmed: boolean;
}

/** The notification settings of a deployed alarm. */
export interface DeployedAlarm {
  readonly name: string;
  readonly actionsEnabled: boolean;
  /** ARNs of what it notifies when it starts. */
  readonly actions: readonly string[];
}

/** What is known of a secret without reading it. */
export interface SecretDescription {
  /** Complete. */
  readonly arn: string;
  /** Null: it is not scheduled for deletion. */
  readonly deletedAtMs: number | null;
  /** ARN or id of its key; null: that of AWS. */
  readonly key: string | null;
}

/** State, last update and role of a function in AWS. */
export interface DeployedFunction {
  /** `Active`, `Inactive`, `Pending` or `Failed`. */
  readonly state: string;
  /** `Successful`, `InProgress` or `Failed`. */
  readonly lastUpdate: string;
  readonly reason: string | null;
  /** ARN of its role. */
  readonly role: string;
}

/** What hands a queue's messages to a function. */
export interface QueueMapping {
  /** ARN of the queue. */
  readonly source: string;
  /** `Enabled`, `Disabled`, `Creating`, … */
  readonly state: string;
  /** Result of its last batch, such as `OK`; null: there was none. */
  readonly lastResult: string | null;
}

/** A schedule of EventBridge Scheduler. */
export interface DeployedSchedule {
  readonly name: string;
  readonly enabled: boolean;
  readonly expression: string;
  readonly timeZone: string;
  /** ARN of what it invokes. */
  readonly target: string;
  /** What it hands over; empty: nothing. */
  readonly input: string;
}

/** The settings of the stage's table. */
export interface DeployedTable {
  /** `ACTIVE`, `UPDATING`, … */
  readonly status: string;
  /** Name of the attribute after whose time items expire; null: they never do. */
  readonly expiryAttribute: string | null;
  /** Whether it can be restored to any point in time. */
  readonly recoverable: boolean;
}

/** A metric of CloudWatch that is read over a range of time. */
export interface MetricQuery {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Maximum' | 'SampleCount';
  readonly periodSeconds: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** A datapoint of a metric. */
export interface MetricPoint {
  readonly atMs: number;
  readonly value: number;
}

/** A statement of a role's policy; lists as in IAM, with a single value as a list of one. */
export interface PolicyStatement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** Result of a simulated call: `allowed`, `implicitDeny` or `explicitDeny`. */
export type SimulatedDecision = 'allowed' | 'implicitDeny' | 'explicitDeny';

/**
 * Reads an account in one region, and never changes it. Each method rejects with an `AccountCallError` where it is
 * not answered, and results in null for what does not exist.
 */
export interface RegionReader {
  identity(): Promise<CallerIdentity>;
  /** The version of CDK's bootstrap stack. */
  bootstrapVersion(): Promise<number | null>;
  concurrency(): Promise<Concurrency>;
  stacks(): Promise<readonly DeployedStack[]>;
  subscriptions(topicArn: string): Promise<readonly Subscription[] | null>;
  /** Those of these names that exist. */
  alarms(names: readonly string[]): Promise<readonly DeployedAlarm[]>;
  /** In the order of time; empty where there are none. */
  metric(query: MetricQuery): Promise<readonly MetricPoint[]>;
  /** A secret of Secrets Manager or a parameter of the Parameter Store, by its ARN. */
  secret(arn: string): Promise<SecretDescription | null>;
  /** `qualifier`: a version or an alias. */
  function(name: string, qualifier?: string): Promise<DeployedFunction | null>;
  queueMappings(functionName: string): Promise<readonly QueueMapping[]>;
  /** The statements of a role's own policies. */
  rolePolicies(role: string): Promise<readonly PolicyStatement[] | null>;
  simulate(
    roleArn: string,
    call: { readonly action: string; readonly resource: string },
  ): Promise<SimulatedDecision>;
  schedules(group: string): Promise<readonly DeployedSchedule[] | null>;
  /** Number of messages that can be received, and of those that are being processed. */
  queueDepth(name: string): Promise<{ readonly waiting: number; readonly taken: number } | null>;
  table(name: string): Promise<DeployedTable | null>;
  /** Regions that the table has records of. */
  recordedRegions(table: string): Promise<readonly string[]>;
  hasBucket(name: string): Promise<boolean>;
  close(): void;
}

/** What the doctor works with. */
export interface DoctorPorts {
  readonly clock: Pick<Clock, 'epochMs'>;
  readonly readerOf: (region: string) => RegionReader;
  /** Ends waiting for a check after its time; its calls have deadlines of their own. */
  readonly within: <T>(work: Promise<T>, limitMs: number) => Promise<T | 'timeout'>;
}
