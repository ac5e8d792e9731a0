import { readContext } from '../../../lib/infra/app/read-context.ts';

function read(context: Readonly<Record<string, unknown>>): ReturnType<typeof readContext> {
  return readContext((name) => context[name]);
}

describe('readContext()', () => {
  it('readContext() keeps data and overrides nothing without options', () => {
    expect(read({})).toEqual({ kind: 'options', options: { keepData: true } });
  });

  it('readContext() reads texts from the command line', () => {
    const context = {
      stage: 'prod',
      account: '123456789012',
      regions: 'eu-west-1, us-east-1',
      keepData: 'false',
    };

    expect(read(context)).toEqual({
      kind: 'options',
      options: {
        stage: 'prod',
        account: '123456789012',
        regions: ['eu-west-1', 'us-east-1'],
        keepData: false,
      },
    });
  });

  it('readContext() reads a list and a truth value, as cdk.json may hold them', () => {
    expect(read({ regions: ['eu-west-1'], keepData: false })).toEqual({
      kind: 'options',
      options: { regions: ['eu-west-1'], keepData: false },
    });
  });

  it('readContext() reports every invalid option', () => {
    const found = read({ account: '123', keepData: 'no' });

    expect(found.kind === 'problems' ? found.problems.map(({ message }) => message) : []).toEqual([
      'Cannot use "123" as account: expected twelve digits',
      'Cannot use "no" as keepData: expected true or false',
    ]);
  });
});
