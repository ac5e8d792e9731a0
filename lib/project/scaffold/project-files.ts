import { journeyFiles } from './journey-files.ts';
import { quoted, type Scaffold, type ScaffoldFile } from './scaffold.ts';

/** All files of a new project except package.json, in the order in which `init` lists them. */
export function projectFiles(scaffold: Scaffold): readonly ScaffoldFile[] {
  return [
    ...journeyFiles(scaffold),
    configFile(scaffold),
    ...settingsFiles(scaffold),
    ...(scaffold.ci ? [workflowFile()] : []),
    readmeFile(scaffold),
  ];
}

/** `waywiser.config.ts` of a new project: its base URL and its AWS regions. */
function configFile(scaffold: Scaffold): ScaffoldFile {
  const { target } = scaffold;
  const stage = target.kind === 'shop' ? 'dev' : target.stage;

  return {
    path: 'waywiser.config.ts',
    text: `import { defineConfig } from 'waywiser';

export default defineConfig({
  stage: ${quoted(stage)},
${targetLines(scaffold)}
  // In AWS: the region of history, alarms and dashboard, and the regions where journeys run.
  home: 'eu-west-1',
  regions: ['eu-west-1'],

  // Who gets an e-mail when an alarm fires. Webhooks are possible, too.
  // notify: { emails: ['you@example.com'] },
});
`,
    about:
      target.kind === 'shop'
        ? 'configuration: tests the demo shop'
        : 'configuration: base URL, regions, alarms',
  };
}

function targetLines({ target, packageDir }: Scaffold): string {
  if (target.kind === 'site') {
    return `  baseUrls: { ${target.stage}: ${quoted(target.origin)} },
`;
  }

  return `
  // The demo shop that comes with Waywiser; it is started on this machine when journeys run. To test
  // your own site, set its URL here, remove \`localTarget\`, and change the journeys.
  baseUrls: { dev: 'http://127.0.0.1:4173' },
  localTarget: {
    command: 'node ${packageDir}/dist/examples/shop.cjs --port 4173',
    url: 'http://127.0.0.1:4173/api/health',
  },
`;
}

/** `README.md` of a new project: its commands, and where the documentation is. */
function readmeFile(scaffold: Scaffold): ScaffoldFile {
  return {
    path: 'README.md',
    text: readmeText(scaffold),
    about: 'commands and links to the documentation',
  };
}

function readmeText({ name, target, ci }: Scaffold): string {
  const visited =
    target.kind === 'shop'
      ? `the demo shop that comes with Waywiser. To test your own site, change \`baseUrls\` in
\`waywiser.config.ts\``
      : `<${target.origin}>`;

  return `# ${name}

User journeys that Waywiser runs on a schedule. They test
${visited}.

| to                                     | type                    |
| -------------------------------------- | ----------------------- |
| run every journey once                 | \`npx waywiser run\`      |
| run them on schedule, with a dashboard | \`npx waywiser dev\`      |
| check them without running them        | \`npx waywiser validate\` |
| list stored runs                       | \`npx waywiser runs\`     |
| estimate the cost in AWS               | \`npx waywiser cost\`     |
| build the CloudFormation templates     | \`npx cdk synth\`         |
| deploy to AWS                          | \`npx cdk deploy --all\`  |

Each file in \`journeys/\` is one journey. \`npx waywiser new NAME\` writes another one. Documentation, in
\`node_modules/waywiser/docs/\`:

- \`journeys.md\`: what journeys can do
- \`configuration.md\`: the options of \`waywiser.config.ts\`
- \`deploy.md\`: from an empty AWS account to the first alarm e-mail
${ci ? CI : ''}`;
}

const CI = `
\`.github/workflows/journeys.yml\` runs every journey on each pull request. It can also deploy the main
branch: see the comments in it.
`;

/** Folders that `.gitignore` of a project should contain. */
export const IGNORED = ['node_modules/', '.waywiser/', 'cdk.out/'] as const;

/** The `app` of `cdk.json`: the command that synthesises the stacks of a project. */
export function appCommand(packageDir: string): string {
  return `node ${packageDir}/dist/bin/app.cjs`;
}

/** Settings for the CDK, TypeScript and git. */
function settingsFiles({ packageDir }: Scaffold): readonly ScaffoldFile[] {
  return [
    {
      path: 'cdk.json',
      text: `{
  "app": "${appCommand(packageDir)}",
  "versionReporting": false,
  "context": {
    "@aws-cdk/aws-lambda:recognizeLayerVersion": true,
    "@aws-cdk/core:enablePartitionLiterals": true,
    "@aws-cdk/core:checkSecretUsage": true
  }
}
`,
      about: 'settings of the AWS CDK',
    },
    {
      path: 'tsconfig.json',
      text: TSCONFIG,
      about: 'TypeScript settings for the editor and type checks',
    },
    { path: '.gitignore', text: GITIGNORE, about: 'files that git ignores' },
  ];
}

/** Module resolution as the bundler does it, whatever `type` package.json has. */
const TSCONFIG = `{
  "compilerOptions": {
    "target": "es2023",
    "lib": ["es2023", "dom", "dom.iterable"],
    "module": "preserve",
    "moduleDetection": "force",
    "resolveJsonModule": true,
    "allowImportingTsExtensions": true,
    "verbatimModuleSyntax": true,
    "types": [],
    "strict": true,
    "noUncheckedIndexedAccess": true,
    "noEmit": true,
    "skipLibCheck": true
  },
  "include": ["journeys", "waywiser.config.ts"]
}
`;

const GITIGNORE = `node_modules/

# Local state: stored runs, evidence, bundles.
.waywiser/
test-results/

# CloudFormation templates.
cdk.out/
`;

/** The GitHub workflow: runs every journey on each pull request; deployment is commented out. */
function workflowFile(): ScaffoldFile {
  return {
    path: '.github/workflows/journeys.yml',
    text: WORKFLOW,
    about: 'GitHub workflow: runs every journey on each pull request',
  };
}

/** Major version of Node.js that runs journeys in AWS. */
const NODE = 24;

const WORKFLOW = `name: journeys

on:
  pull_request:
  push:
    branches: [main]
  workflow_dispatch:

permissions:
  contents: read

jobs:
  journeys:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
      - uses: actions/checkout@v6
      - uses: actions/setup-node@v6
        with:
          node-version: ${NODE}
          cache: npm
      - run: npm ci
      - run: npx waywiser validate
      - run: npx waywiser run --junit test-results/journeys.xml
      - uses: actions/upload-artifact@v6
        if: failure()
        with:
          name: journeys
          path: |
            test-results/
            .waywiser/evidence/
          include-hidden-files: true
          if-no-files-found: ignore

  # Deploys the main branch. It needs a role in your AWS account that trusts this repository's
  # tokens (https://docs.github.com/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws)
  # and is allowed sts:AssumeRole on arn:aws:iam::123456789012:role/cdk-hnb659fds-*, the roles
  # that \`npx cdk bootstrap\` creates. Set its ARN below and uncomment the job.
  #
  # deploy:
  #   needs: journeys
  #   if: github.ref == 'refs/heads/main'
  #   runs-on: ubuntu-latest
  #   timeout-minutes: 60
  #   concurrency: deploy
  #   permissions:
  #     contents: read
  #     id-token: write
  #   steps:
  #     - uses: actions/checkout@v6
  #     - uses: actions/setup-node@v6
  #       with:
  #         node-version: ${NODE}
  #         cache: npm
  #     - run: npm ci
  #     - uses: aws-actions/configure-aws-credentials@v6
  #       with:
  #         role-to-assume: arn:aws:iam::123456789012:role/journeys-deploy
  #         aws-region: eu-west-1
  #     - run: npx cdk deploy --all --concurrency 4 --require-approval never
`;
