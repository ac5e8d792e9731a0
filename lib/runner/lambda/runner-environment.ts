import { FUNCTION_ENV } from '../../core/deploy/function-environment.ts';

/** Settings of a runner function from its environment variables. */
export interface RunnerEnvironment {
  readonly stage: string;
  readonly region: string;
  readonly queueUrl: string;
  readonly evidenceBucket: string;
  /** Of the keys of this function's evidence, without a slash at its end. */
  readonly evidencePrefix: string;
  readonly memoryMb: number;
  /** Path of the browser; null if the code contains the browser or none is needed. */
  readonly chromiumPath: string | null;
  /** Host and port of Lambda's runtime API, which no journey may reach; null outside Lambda. */
  readonly runtimeApi: string | null;
  readonly browserMode: 'auto' | 'multi-process' | 'single-process';
}

/** Set by Lambda: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const LAMBDA_ENV = {
  region: 'AWS_REGION',
  memory: 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  runtimeApi: 'AWS_LAMBDA_RUNTIME_API',
} as const;

const BROWSER_MODE = 'WAYWISER_BROWSER_MODE';

const REQUIRED = [
  FUNCTION_ENV.stage,
  FUNCTION_ENV.queueUrl,
  FUNCTION_ENV.evidenceBucket,
  FUNCTION_ENV.evidencePrefix,
  LAMBDA_ENV.region,
  LAMBDA_ENV.memory,
] as const;

/**
 * Reads a runner's environment. Throws a TypeError that lists every missing variable, or names a
 * wrong one.
 */
export function runnerEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): RunnerEnvironment {
  const missing = REQUIRED.filter((name) => textOf(environment, name) === null);
  if (missing.length > 0) throw notSet(missing);

  function required(name: string): string {
    const text = textOf(environment, name);
    if (text === null) throw notSet([name]);

    return text;
  }

  return {
    stage: required(FUNCTION_ENV.stage),
    queueUrl: required(FUNCTION_ENV.queueUrl),
    evidenceBucket: required(FUNCTION_ENV.evidenceBucket),
    evidencePrefix: required(FUNCTION_ENV.evidencePrefix),
    region: required(LAMBDA_ENV.region),
    memoryMb: memoryOf(required(LAMBDA_ENV.memory)),
    chromiumPath: textOf(environment, FUNCTION_ENV.chromium),
    runtimeApi: textOf(environment, LAMBDA_ENV.runtimeApi),
    browserMode: modeOf(textOf(environment, BROWSER_MODE)),
  };
}

function notSet(missing: readonly string[]): TypeError {
  return new TypeError(
    `Cannot start the runner: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not set; expected in the function's environment`,
  );
}

function textOf(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
): string | null {
  const value = environment[name];

  return value === undefined || value === '' ? null : value;
}

function memoryOf(text: string): number {
  const memoryMb = Number(text);
  if (memoryMb > 0) return memoryMb;
  throw new TypeError(
    `Cannot start the runner: ${LAMBDA_ENV.memory} is "${text}"; expected a number of megabytes`,
  );
}

function modeOf(text: string | null): RunnerEnvironment['browserMode'] {
  if (text === null || text === 'auto') return 'auto';
  if (text === 'multi-process' || text === 'single-process') return text;
  throw new TypeError(
    `Cannot start the runner: ${BROWSER_MODE} is "${text}"; expected auto, multi-process or single-process`,
  );
}
