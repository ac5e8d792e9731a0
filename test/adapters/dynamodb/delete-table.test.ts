import { deleteTable } from '../../../lib/adapters/dynamodb/delete-table.ts';
import { type AwsEndpoint, awsEndpoint } from '../../support/aws-endpoint.ts';

const TABLE = { name: 'waywiser-prod', region: 'eu-west-1' };

let aws: AwsEndpoint;

beforeAll(async () => {
  aws = await awsEndpoint();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.origin,
    AWS_ACCESS_KEY_ID: 'AKIDTEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_MAX_ATTEMPTS: '1',
  });
});

beforeEach(() => {
  aws.calls.length = 0;
  aws.refuse = () => null;
});

afterAll(async () => {
  await aws.close();
});

describe('deleteTable()', () => {
  it.each([
    [false, ['DescribeTable', 'DeleteTable']],
    [true, ['DescribeTable', 'UpdateTable', 'DeleteTable']],
  ])('deleteTable() deletes a table whose protection is %s', async (isProtected, actions) => {
    aws.accept = () => ({ Table: { DeletionProtectionEnabled: isProtected } });

    expect(await deleteTable(TABLE)).toEqual({ kind: 'deleted' });
    expect(aws.calls.map(({ action }) => action)).toEqual(actions);
    expect(aws.inputsOf('DeleteTable')).toEqual([{ TableName: 'waywiser-prod' }]);
  });

  it.each([
    ['ResourceNotFoundException', { kind: 'absent' }],
    ['AccessDeniedException', { kind: 'failed', reason: 'refused by the test' }],
  ])('deleteTable() ends when AWS answers %s', async (type, expected) => {
    aws.refuse = () => ({ status: 400, type });

    expect(await deleteTable(TABLE)).toEqual(expected);
  });
});
