import {
  DynamoDBClient,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';

/** How to reach the account. */
export interface Account {
  readonly endpoint: string;
  readonly home: string;
  readonly abroad: string;
  readonly stage: string;
  readonly id: string;
}

/** Options of a client in a region of the account. */
export function common({ endpoint }: Account, region: string) {
  return {
    endpoint,
    region,
    credentials: { accessKeyId: 'emulated', secretAccessKey: 'emulated' },
  };
}

/** Switches on or off that items of the stage's table expire. */
export async function setExpiry(account: Account, enabled: boolean): Promise<void> {
  await new DynamoDBClient(common(account, account.home)).send(
    new UpdateTimeToLiveCommand({
      TableName: `waywiser-${account.stage}`,
      TimeToLiveSpecification: { Enabled: enabled, AttributeName: 'expiresAt' },
    }),
  );
}

/** Switches on or off that the stage's table can be restored to a point in time. */
export async function setRecovery(account: Account, enabled: boolean): Promise<void> {
  await new DynamoDBClient(common(account, account.home)).send(
    new UpdateContinuousBackupsCommand({
      TableName: `waywiser-${account.stage}`,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: enabled },
    }),
  );
}
