import { defineConfig } from 'waywiser';

export default defineConfig({
  stage: 'dev',
  home: 'eu-west-1',
  regions: ['eu-west-1', 'us-east-1', 'ap-southeast-2'],
  baseUrls: { dev: 'http://127.0.0.1:4173' },
  // Alarms of the demo notify no one. Yours: { emails: ['you@example.com'] }.
  notify: {},
  // Started by `waywiser dev` and `waywiser run`, unless the URL already responds.
  localTarget: {
    command: 'node dist/examples/shop.cjs --port 4173',
    url: 'http://127.0.0.1:4173/api/health',
  },
});
