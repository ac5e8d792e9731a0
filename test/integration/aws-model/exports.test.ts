import { deploy, newAccount, QUEUE, resource } from './stack-of.ts';

function parameter(value: unknown) {
  return resource('SSM::Parameter', {
    Name: 'answer',
    Type: 'String',
    Value: JSON.parse(JSON.stringify(value)),
  });
}

function valueIn(account: ReturnType<typeof newAccount>): unknown {
  return account.find('AWS::SSM::Parameter', 'eu-west-1', 'answer')?.properties['Value'];
}

function exporting(value: string) {
  return { sections: { Outputs: { Name: { Value: value, Export: { Name: 'queue' } } } } };
}

const importing = { Value: parameter({ 'Fn::ImportValue': 'queue' }) };

describe('exports', () => {
  it('an import gets the value of an export in its region', () => {
    const account = newAccount();
    deploy(account, { A: QUEUE }, exporting('records'));

    expect(deploy(account, importing, { name: 'user' }).outcome).toBe('created');
    expect(valueIn(account)).toBe('records');
  });

  it('an export that another stack imports cannot change', () => {
    const account = newAccount();
    deploy(account, { A: QUEUE }, exporting('records'));
    deploy(account, importing, { name: 'user' });

    const { outcome, reason } = deploy(account, { A: QUEUE }, exporting('others'));

    expect(outcome).toBe('failed');
    expect(reason).toMatch(/in use by user/);
    expect(account.stacks()[0]?.exports).toEqual({ queue: 'records' });
  });

  it('an import of nothing, and a second export of a name, fail', () => {
    const account = newAccount();

    expect(deploy(account, importing, { name: 'user' }).reason).toMatch(/No export named queue/);
    deploy(account, { A: QUEUE }, exporting('records'));
    expect(
      deploy(account, { B: resource('SQS::Queue') }, { name: 'other', ...exporting('a') }).reason,
    ).toMatch(/already exported by stack shop/);
  });
});
