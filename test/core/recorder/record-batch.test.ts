import { LEASE_MS } from '../../../lib/core/deploy/platform-functions.ts';
import { mapBounded } from '../../../lib/core/base/map-bounded.ts';
import { runMessage, SENT_AT_MS } from '../../support/queue-messages.ts';
import { FAIR, RecorderWorld } from '../../support/recorder-world.ts';
import { runRecord } from '../../support/run-records.ts';

test('recordBatch() does not ask for a message again when only the note of its publication failed', async () => {
  const world = new RecorderWorld(SENT_AT_MS);
  const message = runMessage(runRecord());

  const again = await world.deliver([message], { ...FAIR, failingSettles: [0] });

  expect(again).toEqual([]);
  expect(world.published).not.toEqual([]);
  expect(world.lines).toMatchObject([{ level: 'warning', runId: runRecord().runId }]);
});

test('recordBatch() asks for a message again when its twin is in the same batch, and then is done', async () => {
  const world = new RecorderWorld(SENT_AT_MS);
  const twins = [1, 2].map((id) => ({ ...runMessage(runRecord()), id: `twin-${id}` }));

  const again = await world.deliver(twins);

  expect(again).toEqual(['twin-2']);
  expect(await world.deliver(twins.slice(1))).toEqual([]);
  expect(world.published.filter(({ name }) => name === 'Errored')).toHaveLength(1);
});

test('recordBatch() publishes in the end when CloudWatch refused for a while', async () => {
  const world = new RecorderWorld(SENT_AT_MS);
  const message = runMessage(runRecord());

  const first = await world.deliver([message], { ...FAIR, refusedGroups: [0] });
  world.nowMs += LEASE_MS;
  const second = await world.deliver([message]);

  expect([first, second]).toEqual([['message-1'], []]);
  expect(world.published.filter(({ name }) => name === 'Success')).toHaveLength(1);
});

test('mapBounded() keeps the order and never has more under way than allowed', async () => {
  let underWay = 0;
  let most = 0;

  const squares = await mapBounded([5, 1, 4, 2, 3], 2, async (turns) => {
    underWay += 1;
    most = Math.max(most, underWay);
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    underWay -= 1;

    return turns * turns;
  });

  expect(squares).toEqual([25, 1, 16, 4, 9]);
  expect(most).toBe(2);
});
