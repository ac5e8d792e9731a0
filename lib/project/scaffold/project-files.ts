import { journeyFiles } from './journey-files.ts';
import { quoted, type Scaffold, type ScaffoldFile } from './scaffold.ts';

/** Every file of a new project but its package.json, in the order in which they are best read. */
export function projectFiles(scaffold: Scaffold): readonly ScaffoldFile[] {
  return [
    ...journeyFiles(scaffold),
    configFile(scaffold),
    ...settingsFiles(scaffold),
    ...(scaffold.ci ? [workflowFile()] : []),
    readmeFile(scaffold),
  ];
}

/** `waywiser.config.ts` of a new project: its target, and where it will be deployed. */
export function configFile(scaffold: Scaffold): ScaffoldFile {
  const { target } = scaffold;
  const stage = target.kind === 'shop' ? 'dev' : target.stage;

  return {
    path: 'waywiser.config.ts',
    text: `import { defineConfig } from 'waywiser';

export default defineConfig({
  stage: ${quoted(stage)},
${targetLines(scaffold)}
  // In AWS: where the history, the alarms and the dashboard live, and where journeys run.
  home: 'eu-west-1',
  regions: ['eu-west-1'],

  // Who is told when an alarm goes off, by mail. There are webhooks, too.
  // notify: { emails: ['you@example.com'] },
});
`,
    about:
      target.kind === 'shop'
        ? 'what is watched (a demo shop), and where'
        : 'what is watched, and where',
  };
}

function targetLines({ target, packageDir }: Scaffold): string {
  if (target.kind === 'site') {
    return `  baseUrls: { ${target.stage}: ${quoted(target.origin)} },
`;
  }

  return `
  // The demo shop that comes with Waywiser, started on this machine when journeys run. To watch a
  // site of your own, put its address here, remove \`localTarget\`, and change the journeys.
  baseUrls: { dev: 'http://127.0.0.1:4173' },
  localTarget: {
    command: 'node ${packageDir}/dist/examples/shop.cjs --port 4173',
    url: 'http://127.0.0.1:4173/api/health',
  },
`;
}

/** `README.md` of a new project: what is in it, and the commands that its people type. */
export function readmeFile(scaffold: Scaffold): ScaffoldFile {
  return {
    path: 'README.md',
    text: readmeText(scaffold),
    about: 'what is here, and how it is used',
  };
}

function readmeText({ name, target, ci }: Scaffold): string {
  const visited =
    target.kind === 'shop'
      ? 'the demo shop that comes with it, until `waywiser.config.ts` names a site of your own'
      : `<${target.origin}>`;

  return `# ${name}

Journeys that Waywiser runs on a schedule, and measures. They visit
${visited}.

| to                                      | type                    |
| --------------------------------------- | ----------------------- |
| run every journey once, now             | \`npx waywiser run\`      |
| run them on their schedules, with pages | \`npx waywiser dev\`      |
| see what is wrong, without running      | \`npx waywiser validate\` |
| see what ran                            | \`npx waywiser runs\`     |
| know what AWS will cost                 | \`npx waywiser cost\`     |
| make the stacks                         | \`npx cdk synth\`         |
| deploy them                             | \`npx cdk deploy --all\`  |

A journey is a file in \`journeys/\`: copy one, and change its name inside. What it may do is told in
\`node_modules/waywiser/docs/journeys.md\`, what \`waywiser.config.ts\` may hold in
\`node_modules/waywiser/docs/configuration.md\`, and the way from an empty AWS account to a first
alarm mail in \`node_modules/waywiser/docs/deploy.md\`.
${ci ? CI : ''}`;
}

const CI = `
\`.github/workflows/journeys.yml\` runs every journey for each pull request, and can deploy what lies
on main: it says what that needs.
`;

/** What `.gitignore` of a project should name, at least. */
export const IGNORED = ['node_modules/', '.waywiser/', 'cdk.out/'] as const;

/** The command that makes a project's stacks, for `cdk.json`. */
export function appCommand(packageDir: string): string {
  return `node ${packageDir}/dist/bin/app.cjs`;
}

/** The files that other tools read: CDK, TypeScript and the editor, git. */
export function settingsFiles({ packageDir }: Scaffold): readonly ScaffoldFile[] {
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
      about: 'for cdk: how the stacks are made',
    },
    { path: 'tsconfig.json', text: TSCONFIG, about: 'for your editor, and the check of types' },
    { path: '.gitignore', text: GITIGNORE, about: 'what does not belong into git' },
  ];
}

/** Imports as the bundler resolves them, whatever `type` the package.json has. */
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

# What runs leave on this machine: the history, evidence, bundles.
.waywiser/
test-results/

# The stacks' templates.
cdk.out/
`;

/** The workflow for GitHub: every journey for each pull request; deployment stands in comments. */
export function workflowFile(): ScaffoldFile {
  return {
    path: '.github/workflows/journeys.yml',
    text: WORKFLOW,
    about: 'on GitHub: every journey, for each pull request',
  };
}

/** The line of Node that journeys run on in AWS. */
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

  # Deploys what lies on main. It needs a role in your AWS account that trusts this repository's
  # tokens (https://docs.github.com/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws)
  # and may do one thing, sts:AssumeRole on arn:aws:iam::123456789012:role/cdk-hnb659fds-*, the roles
  # that \`npx cdk bootstrap\` makes. Put its ARN below, and take the # away.
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
