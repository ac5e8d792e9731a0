import { isInHosts, systemNames } from '../../../lib/adapters/guard/name-addresses.ts';

const HOSTS = `
# 10.0.0.9 commented.test
127.0.0.1 localhost
10.0.0.5\tShop.corp.test  shop # 10.0.0.6 other.test
fd00::5 shop.corp.test
nonsense shop.corp.test`;

describe('isInHosts()', () => {
  it.each([
    ['shop.corp.test', '10.0.0.5', true],
    ['shop', '10.0.0.5', true],
    ['shop.corp.test', 'fd00:0::5', true],
    ['shop.corp.test', '10.0.0.6', false],
    ['other.test', '10.0.0.6', false],
    ['commented.test', '10.0.0.9', false],
    ['*.corp.test', '10.0.0.5', true],
    ['*.corp.test', '127.0.0.1', false],
  ])('isInHosts() of %s at %s is %s', (name, address, is) => {
    expect(isInHosts(HOSTS, name, address)).toBe(is);
  });
});

describe('systemNames', () => {
  it('knows what this machine resolves, and nothing of a name without an answer', async () => {
    expect(await systemNames.isAnswerFor('localhost', '127.0.0.1')).toBe(true);
    expect(await systemNames.isAnswerFor('localhost', '10.0.0.1')).toBe(false);
    expect(await systemNames.isAnswerFor('none.invalid', '10.0.0.1')).toBe(false);
  });
});
