import { readSecrets, secretReasons } from '../../../../lib/infra/region/secret-statements.ts';

const WHOLE = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/user-AbCdEf';
const BARE = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/user';
const WORD = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-apikey';
const CHINESE = 'arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:shop/user';
const PARAMETER = 'arn:aws:ssm:eu-west-1:123456789012:parameter/shop/key';
const KEYS = 'arn:aws:kms:eu-west-1:123456789012:key/*';

describe('readSecrets()', () => {
  it('readSecrets() states nothing when there is no secret', () => {
    expect(readSecrets([])).toEqual([]);
  });

  it('readSecrets() reads each kind by its own action, and decrypts only through its service', () => {
    expect(readSecrets([WHOLE, PARAMETER]).map((each) => each.toStatementJson())).toEqual([
      {
        Sid: 'ReadNamedSecrets',
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource: [WHOLE, `${WHOLE}-??????`],
      },
      {
        Sid: 'ReadNamedParameters',
        Effect: 'Allow',
        Action: 'ssm:GetParameter',
        Resource: PARAMETER,
      },
      {
        Sid: 'DecryptNamedSecrets',
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: KEYS,
        Condition: {
          StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' },
          StringLike: {
            'kms:EncryptionContext:SecretARN': 'arn:aws:secretsmanager:eu-west-1:123456789012:*',
          },
        },
      },
      {
        Sid: 'DecryptNamedSecrets2',
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: KEYS,
        Condition: {
          StringEquals: { 'kms:ViaService': 'ssm.eu-west-1.amazonaws.com' },
          StringLike: {
            'kms:EncryptionContext:PARAMETER_ARN': 'arn:aws:ssm:eu-west-1:123456789012:*',
          },
        },
      },
    ]);
  });

  it('readSecrets() leaves six characters open when the ARN lacks what the service adds', () => {
    const [statement] = readSecrets([BARE]);

    expect(statement?.resources).toEqual([`${BARE}-??????`]);
  });

  it('readSecrets() allows both readings of a name that ends as if the ARN were complete', () => {
    const [statement] = readSecrets([WORD]);

    expect(statement?.resources).toEqual([WORD, `${WORD}-??????`]);
  });

  it('readSecrets() names the services of China as KMS does there', () => {
    expect(readSecrets([CHINESE]).at(-1)?.toStatementJson()).toMatchObject({
      Resource: 'arn:aws-cn:kms:cn-north-1:123456789012:key/*',
      Condition: {
        StringEquals: { 'kms:ViaService': 'secretsmanager.cn-north-1.amazonaws.com.cn' },
      },
    });
  });

  it('secretReasons() has a reason for each pattern, and for no other resource', () => {
    const patterns = readSecrets([BARE, WORD, PARAMETER])
      .flatMap((statement) => statement.resources)
      .filter((resource) => /[*?]/.test(resource));

    expect(Object.keys(secretReasons([BARE, WORD, PARAMETER])).toSorted()).toEqual(
      [...new Set(patterns)].toSorted(),
    );
  });
});
