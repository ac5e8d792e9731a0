import { defineConfig } from 'waywiser';

export default defineConfig({
  stage: 'e2e',
  account: '000000000000',
  home: 'eu-west-1',
  regions: ['eu-west-1', 'us-east-1'],
  baseUrls: { e2e: 'http://127.0.0.1:49152' },
  notify: { emails: ['ops@example.org'] },
  secrets: {
    'shop/user': 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:shop/user',
    'shop/token': 'arn:aws:ssm:eu-west-1:000000000000:parameter/shop/token',
  },
});
