const { default: Sequencer } = require('@jest/test-sequencer');

/** Takes most of its section's time: the other tests run beside it. */
const LONGEST = /suites.trends.explanation\.test\.ts$/;

function rank({ path }) {
  return LONGEST.test(path) ? 0 : 1;
}

module.exports = class extends Sequencer {
  async sort(tests) {
    // oxlint-disable-next-line unicorn/no-array-sort -- a sequencer is no array
    const sorted = await super.sort(tests);

    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
};
