import type { ScaffoldFile } from './scaffold.ts';

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
