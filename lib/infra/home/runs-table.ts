import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { TABLE_DEFINITION } from '../../core/store/keys.ts';
import { removalPolicyOf } from '../removal-policy.ts';

/** The table's name and whether it outlives its stack. */
export interface RunsTableProps {
  readonly tableName: string;
  /** False: the table and its data are deleted with the stack. */
  readonly keepData: boolean;
}

/** The one table: runs, rollups, findings, annotations. Billed by request; old items expire. */
export class RunsTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, { tableName, keepData }: RunsTableProps) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      tableName,
      partitionKey: { name: TABLE_DEFINITION.partitionKey, type: AttributeType.STRING },
      sortKey: { name: TABLE_DEFINITION.sortKey, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: TABLE_DEFINITION.timeToLiveAttribute,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: TableEncryption.AWS_MANAGED,
      // No protection against deletion: with it, a first deployment that fails could not be rolled back, and
      // its table would block the next one. CloudFormation keeps the table all the same; of a table that is
      // deleted by hand, point-in-time recovery leaves a backup for 35 days.
      // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html
      removalPolicy: removalPolicyOf({ keepData }),
    });
  }
}
