import type { Scaffold, ScaffoldFile } from './scaffold.ts';

/** `README.md` of a new project: what is in it, and the commands that its people type. */
export function readmeFile(scaffold: Scaffold): ScaffoldFile {
  return { path: 'README.md', text: textOf(scaffold), about: 'what is here, and how it is used' };
}

function textOf({ name, target, ci }: Scaffold): string {
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
