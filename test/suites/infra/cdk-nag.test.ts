import { App, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { waywiserStacks, type WaywiserStacks } from '../../../lib/infra/waywiser-stacks.ts';
import { workshop } from '../../integration/infra/support/deployment-of.ts';
import { fullDeployment } from './full-deployment.ts';

const shop = workshop();

afterAll(() => shop.remove());

interface Checked {
  readonly app: App;
  readonly stacks: WaywiserStacks;
  readonly findings: () => readonly string[];
}

function checked(account: string | null): Checked {
  const app = new App({ builtinCloudFormationValidation: false });
  const checks = new AwsSolutionsChecks(app);
  const stacks = waywiserStacks(app, { ...fullDeployment(shop), account });

  return {
    app,
    stacks,
    findings: () =>
      checks
        .validateScope(app)
        .violations.flatMap(({ ruleName, violatingResources }) =>
          violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath ?? '?'}`),
        ),
  };
}

/** The rules that constructs break on purpose, each with its reason. */
function acknowledged(app: App): readonly string[] {
  const entries = app.node.findAll().flatMap(({ node }) => node.metadata);
  const lines = entries
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries<string>(data))
    .map(([id, reason]) => `${id.replace('Annotation::', '')}: ${reason}`);

  return [...new Set(lines)];
}

describe('AwsSolutions of cdk-nag', () => {
  it.each([
    ['in a known account', '123456789012'],
    ['in any account', null],
  ])('finds nothing that was not acknowledged, %s', (_where, account) => {
    expect(checked(account).findings()).toEqual([]);
  });

  test('finds what a queue in the region lacks', () => {
    const { stacks, findings } = checked('123456789012');
    const [region] = stacks.regions;
    if (region !== undefined) new Queue(region, 'Careless');

    expect(findings()).toEqual([
      'AwsSolutions-SQS3 at waywiser-prod-eu-west-1/Careless/Resource',
      'AwsSolutions-SQS4 at waywiser-prod-eu-west-1/Careless/Resource',
    ]);
  });

  test('each rule that is broken on purpose has a reason', () => {
    const reasons = acknowledged(checked('123456789012').app);

    process.stdout.write(reasons.map((line) => `  ${line}\n`).join(''));
    expect(reasons.length).toBeGreaterThan(0);
    expect(reasons.filter((line) => !/: [A-Z].{20,}\.$/.test(line))).toEqual([]);
  });

  test('CDK with these rules and its own, as errors, synthesises every template', () => {
    const app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    waywiserStacks(app, fullDeployment(shop));

    const { stacks } = app.synth();

    expect(stacks.length).toBeGreaterThan(3);
  });
});
