import type { SenderDirectory } from '../../../lib/core/ports.ts';
import type { JourneyKind } from '../../../lib/core/record/run-record.ts';
import type { SenderRole } from '../../../lib/core/recorder/senders.ts';
import { LEASE_MS } from '../../../lib/core/deploy/platform-functions.ts';
import { mapBounded } from '../../../lib/core/base/map-bounded.ts';
import { queueMessageOf, runMessage, SENT_AT_MS } from '../../support/queue-messages.ts';
import { FAIR, RecorderWorld } from '../../support/recorder-world.ts';
import { runRecord } from '../../support/run-records.ts';

test('recordBatch() does not ask for a message again when only the note of its publication failed', async () => {
  const world = new RecorderWorld(SENT_AT_MS);
  const message = runMessage(runRecord());

  const again = await world.deliver([message], { ...FAIR, failingSettles: [0, 1] });

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

test('recordBatch() sets a message aside whose sender may not speak, with a line and in the metric', async () => {
  const world = new RecorderWorld(SENT_AT_MS);
  world.senders = directory([]);

  const again = await world.deliver([runMessage(runRecord())]);

  expect(again).toEqual([]);
  expect([...world.items]).toEqual([]);
  const reason = expect.stringContaining('its sender "AROASHAREDAPIRUNNER01:');
  expect(world.unreadable).toEqual([reason]);
  expect(world.lines).toEqual([
    expect.objectContaining({ level: 'error', text: reason, messageId: 'message-1' }),
  ]);
  expect(world.published).toContainEqual(expect.objectContaining({ name: 'Unreadable', value: 1 }));
});

test('recordBatch() keeps a message of a newer runner for an hour, for the recorder of the same deployment', async () => {
  const world = new RecorderWorld(SENT_AT_MS);
  const message = queueMessageOf({ waywiser: 2, kind: 'run' });

  const first = await world.deliver([message]);
  world.nowMs += 3_599_999;
  const second = await world.deliver([message]);
  const kept = [...world.unreadable];
  world.nowMs += 1;
  const third = await world.deliver([message]);

  expect([first, second, third]).toEqual([['message-1'], ['message-1'], []]);
  expect(world.postponed).toEqual([300_000, 300_000]);
  expect(kept).toEqual([]);
  expect(world.unreadable).toEqual([expect.stringContaining('version 2')]);
  expect(world.lines.map(({ level }) => level)).toEqual(['warning', 'warning', 'error']);
});

test('recordBatch() looks a sender up once more that a deployment may have added', async () => {
  const world = new RecorderWorld(SENT_AT_MS);
  world.senders = directory([[SENDER, sharedRunner('browser')]]);

  await world.deliver([runMessage(runRecord())]);

  expect(world.unreadable).toEqual([]);
  expect([...world.items.keys()]).toEqual([runRecord().runId]);
});

test('recordBatch() asks for messages again while it cannot tell who may send', async () => {
  const world = new RecorderWorld(SENT_AT_MS);
  world.senders = { known: fails, renewed: fails };

  const again = await world.deliver([runMessage(runRecord())]);

  expect(again).toEqual(['message-1']);
  expect([[...world.items], world.unreadable]).toEqual([[], []]);
});

async function fails(): Promise<never> {
  return Promise.reject(new Error('throttled'));
}

const SENDER = 'AROASHAREDAPIRUNNER01';

function sharedRunner(runs: JourneyKind): SenderRole {
  return { duty: 'runner', speaksFor: { kind: 'shared', runs } };
}

/** Knows no sender at first, and these when it is asked again. */
function directory(later: readonly (readonly [string, SenderRole])[]): SenderDirectory {
  const shared = new Map<string, JourneyKind>();

  return {
    known: async () => ({ byId: new Map(), shared }),
    renewed: async () => ({ byId: new Map(later), shared }),
  };
}

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
