import { quoted, type Scaffold, type ScaffoldFile } from './scaffold.ts';

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
