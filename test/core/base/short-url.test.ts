import { shortUrl } from '../../../lib/core/base/short-url.ts';

describe('shortUrl()', () => {
  it('shortUrl() leaves an address of 150 characters as it is', () => {
    const url = `https://shop.example/${'a'.repeat(129)}`;

    expect(shortUrl(url)).toBe(url);
  });

  it('shortUrl() leaves out the middle of a longer address', () => {
    const url = `https://shop.example/list?filter=${'a'.repeat(5000)}&page=7`;

    const shown = shortUrl(url);

    expect(shown).toHaveLength(150);
    expect(shown).toMatch(/^https:\/\/shop\.example\/list\?filter=a+…a+&page=7$/);
  });
});
