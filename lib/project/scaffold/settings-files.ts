import type { Scaffold, ScaffoldFile } from './scaffold.ts';

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
