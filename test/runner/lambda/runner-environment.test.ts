import { runnerEnvironment } from '../../../lib/runner/lambda/runner-environment.ts';

const COMPLETE = {
  WAYWISER_STAGE: 'prod',
  WAYWISER_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/1/q',
  WAYWISER_EVIDENCE_BUCKET: 'evidence',
  WAYWISER_EVIDENCE_PREFIX: 'evidence/api-runner',
  AWS_REGION: 'eu-west-1',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024',
};

describe('runnerEnvironment()', () => {
  test('reads what is there', () => {
    expect(runnerEnvironment(COMPLETE)).toEqual({
      stage: 'prod',
      queueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/q',
      evidenceBucket: 'evidence',
      evidencePrefix: 'evidence/api-runner',
      region: 'eu-west-1',
      memoryMb: 1024,
      chromiumPath: null,
      runtimeApi: null,
      browserMode: 'auto',
    });
  });

  test('names all that is missing at once', () => {
    expect(() =>
      runnerEnvironment({ ...COMPLETE, WAYWISER_STAGE: '', AWS_REGION: undefined }),
    ).toThrow(
      "Cannot start the runner: WAYWISER_STAGE, AWS_REGION are not set; expected in the function's environment",
    );
  });

  test('rejects an invalid memory size and an unknown browser mode', () => {
    const memory = { ...COMPLETE, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: 'much' };
    const mode = { ...COMPLETE, WAYWISER_BROWSER_MODE: 'some' };

    expect(() => runnerEnvironment(memory)).toThrow('is "much"; expected a number of megabytes');
    expect(() => runnerEnvironment(mode)).toThrow('expected auto, multi-process or single-process');
  });
});
