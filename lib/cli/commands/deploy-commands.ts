import type { Command } from 'commander';
import { deploy, type DeployOptions } from '../deploy/deploy.ts';
import { destroy } from '../deploy/destroy.ts';
import { doctor, type DoctorOptions } from '../deploy/doctor.ts';
import { prune } from '../deploy/prune.ts';
import type { RemovalOptions } from '../deploy/removal-command.ts';
import { type CommandFrame, OPTION_TEXT, subcommand } from './command-frame.ts';

const ACCOUNT_TEXT =
  'account, twelve digits (default: the configured one, or that of your credentials)';

/** Declares `waywiser deploy`, a front of `cdk deploy`. */
export function addDeploy(program: Command, frame: CommandFrame): void {
  subcommand(program, 'deploy')
    .summary('deploy the project to AWS')
    .description(
      "Checks the project, shows what would change in AWS, what a month costs and which stacks are left over, asks for confirmation, and runs the project's own cdk deploy.",
    )
    .option('--stage <name>', OPTION_TEXT.stage)
    .option('--account <id>', ACCOUNT_TEXT)
    .option('--context <pairs...>', 'further context of the app, such as keepData=false')
    .option('--adopt', 'adopt the table and buckets that an earlier deployment kept')
    .option('--yes', 'do not ask for confirmation')
    .option('--dry-run', 'show everything, and deploy nothing')
    .option('--verbose', 'also show the whole output of cdk diff')
    .option('--json', OPTION_TEXT.json)
    .addHelpText(
      'after',
      '\nExit codes: 0 deployed, or dry run · 1 the deployment failed · 2 wrong usage or configuration, or not confirmed · 3 AWS could not be read',
    )
    .action(async (options: DeployOptions) => {
      frame.code = await deploy(options, frame.paths, frame.io);
    });
}

const REMOVAL_CODES =
  '\nExit codes: 0 done, or nothing to do · 1 something could not be deleted · 2 wrong usage or configuration · 3 AWS could not be read';

/** Declares `waywiser prune`, which deletes stacks that the project does not have any more. */
export function addPrune(program: Command, frame: CommandFrame): void {
  subcommand(program, 'prune')
    .summary('delete deployed stacks that the project does not have any more')
    .description(
      'Finds the stacks of a stage by their tag in all regions of AWS, and shows those that the project does not have any more, such as that of a region that no journey names. With --yes, deletes them. Evidence is kept.',
    )
    .option('--stage <name>', OPTION_TEXT.stage)
    .option('--account <id>', ACCOUNT_TEXT)
    .option('--region <names...>', 'search only these regions and the home region')
    .option('--yes', 'delete the stacks (default: only show them)')
    .option('--delete-data', 'with --yes: also delete the evidence of these stacks')
    .option('--json', OPTION_TEXT.json)
    .addHelpText('after', REMOVAL_CODES)
    .action(async (options: RemovalOptions) => {
      frame.code = await prune(options, frame.paths, frame.io);
    });
}

/** Declares `waywiser destroy`, which deletes a stage. */
export function addDestroy(program: Command, frame: CommandFrame): void {
  subcommand(program, 'destroy')
    .summary('delete all deployed stacks of a stage')
    .description(
      'Finds the stacks of a stage by their tag in all regions of AWS and shows them. With --yes, deletes them: alarms first, the home region last. The table and the evidence are kept.',
    )
    .option('--stage <name>', OPTION_TEXT.stage)
    .option('--account <id>', ACCOUNT_TEXT)
    .option('--yes', 'delete the stacks (default: only show them)')
    .option('--delete-data', 'with --yes: also delete the table and the evidence')
    .option('--json', OPTION_TEXT.json)
    .addHelpText('after', REMOVAL_CODES)
    .action(async (options: Omit<RemovalOptions, 'region'>) => {
      frame.code = await destroy(options, frame.paths, frame.io);
    });
}

/** Declares `waywiser doctor`, which checks an account. */
export function addDoctor(program: Command, frame: CommandFrame): void {
  subcommand(program, 'doctor')
    .summary('check the AWS account of a stage: what is missing, broken, or notifies no one')
    .description(
      'Compares the project with the AWS account of your credentials, before the first deployment or after any: credentials, regions, CDK bootstrap, quotas, stacks, functions, roles, secrets, schedules, queues, heartbeats, the table, subscriptions and alarms. Prints each problem with the command that helps. It only reads, and never the value of a secret.',
    )
    .option('--stage <name>', OPTION_TEXT.stage)
    .option('--json', OPTION_TEXT.json)
    .addHelpText(
      'after',
      '\nExit codes: 0 no problems · 1 problems were found · 2 wrong usage or configuration · 3 something could not be checked',
    )
    .action(async (options: DoctorOptions) => {
      frame.code = await doctor(options, frame.paths, frame.io);
    });
}
