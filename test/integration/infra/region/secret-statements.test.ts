import { readSecrets, suffixedArns } from '../../../../lib/infra/region/secret-statements.ts';

const WHOLE = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/user-AbCdEf';
const BARE = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/user';
const PARAMETER = 'arn:aws:ssm:eu-west-1:123456789012:parameter/shop/key';

describe('readSecrets()', () => {
  it('readSecrets() states nothing when there is no secret', () => {
    expect(readSecrets([])).toEqual([]);
  });

  it('readSecrets() reads each kind by its own action, and by exactly its ARN', () => {
    expect(readSecrets([WHOLE, PARAMETER]).map((each) => each.toStatementJson())).toEqual([
      {
        Sid: 'ReadNamedSecrets',
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource: WHOLE,
      },
      {
        Sid: 'ReadNamedParameters',
        Effect: 'Allow',
        Action: 'ssm:GetParameter',
        Resource: PARAMETER,
      },
    ]);
  });

  it('readSecrets() leaves six characters open when the ARN lacks what the service adds', () => {
    const [statement] = readSecrets([BARE]);

    expect(statement?.resources).toEqual([`${BARE}-??????`]);
    expect(suffixedArns([BARE, WHOLE, PARAMETER])).toEqual([`${BARE}-??????`]);
  });
});
