import { loadedOnce } from '../../../lib/runner/lambda/loaded-once.ts';

describe('loadedOnce()', () => {
  it('loads once, also when it is called while it loads', async () => {
    let loads = 0;
    const load = loadedOnce(async () => {
      loads += 1;

      return Promise.resolve(loads);
    });

    const both = await Promise.all([load(), load()]);

    expect([...both, await load()]).toEqual([1, 1, 1]);
  });

  it('loads again after a load that failed', async () => {
    let loads = 0;
    const load = loadedOnce(async () => {
      loads += 1;
      if (loads === 1) throw new Error('no file');

      return Promise.resolve(loads);
    });

    await expect(load()).rejects.toThrow('no file');
    expect([await load(), await load()]).toEqual([2, 2]);
  });
});
