import { defineConfig } from 'waywiser';

export default defineConfig({
  stage: 'e2e',
  account: '000000000000',
  home: 'eu-west-1',
  regions: ['eu-west-1', 'us-east-1'],
  // The test's own server: its port is known when the project is copied.
  baseUrls: { e2e: 'http://127.0.0.1:49152' },
});
