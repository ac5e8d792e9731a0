import { liveHub, type LiveHub } from '../../lib/site/live.ts';
import { runRecord } from '../support/run-records.ts';

/** A hub whose heartbeat beats on request. */
function hubOf(session = 'abc') {
  const beats: (() => void)[] = [];
  const hub = liveHub({
    session,
    every: (_intervalMs, action) => {
      beats.push(action);
      return () => undefined;
    },
  });

  return { hub, beat: () => beats[0]?.() };
}

function reader(takes = Infinity) {
  const got: string[] = [];
  let ended = false;

  return {
    got,
    ended: () => ended,
    send: (text: string) => got.length < takes && got.push(text) > 0,
    end: () => {
      ended = true;
    },
  };
}

function publishRuns(hub: LiveHub, count: number): void {
  for (let index = 0; index < count; index += 1) {
    hub.publish({ kind: 'run', record: runRecord({ durationMs: index }) });
  }
}

describe('liveHub()', () => {
  it('publish() sends one event with an id to every client', () => {
    const { hub } = hubOf();
    const sink = reader();
    hub.listen(sink, null);

    hub.publish({
      kind: 'run',
      record: runRecord({ journey: 'a\n\ndata: "b"', durationMs: 5, outcome: 'failed' }),
    });

    expect(sink.got[0]).toBe('retry: 2000\nid: abc-0\n\n');
    expect(sink.got[1]).toMatch(/^event: run\nid: abc-1\ndata: \{[^\n]*\}\n\n$/);
    expect(JSON.parse(dataOf(sink.got[1] ?? ''))).toEqual({
      journey: 'a\n\ndata: "b"',
      region: 'eu-west-1',
      runId: expect.stringContaining('20261122T164500Z'),
      outcome: 'failed',
      durationMs: 5,
      startedAt: '2026-11-22T16:45:00.000Z',
    });
  });

  it('listen() replays the events after the last id', () => {
    const { hub } = hubOf();
    publishRuns(hub, 5);
    const sink = reader();

    hub.listen(sink, 'abc-3');

    expect(idsIn(sink.got)).toEqual(['abc-4', 'abc-5']);
  });

  it.each([
    ['of another process', 'other-3', 5],
    ['too old to be known', 'abc-3', 200],
    ['not there yet', 'abc-9', 5],
    ['no id at all', 'nonsense', 5],
  ])('listen() sends `lost` for an id that is %s', (_what, id, runs) => {
    const { hub } = hubOf();
    publishRuns(hub, runs);
    const sink = reader();

    hub.listen(sink, id);

    expect(sink.got.join('')).toContain(`event: lost\nid: abc-${runs}\ndata: {}\n\n`);
    expect(sink.got.join('')).not.toContain('event: run');
  });

  it('listen() replays at most 100 events', () => {
    const { hub } = hubOf();
    publishRuns(hub, 250);
    const sink = reader();

    hub.listen(sink, 'abc-150');

    expect(idsIn(sink.got)).toHaveLength(100);
    expect(idsIn(sink.got).at(-1)).toBe('abc-250');
  });

  it('listen() replays nothing after the newest id', () => {
    const { hub } = hubOf();
    publishRuns(hub, 2);
    const sink = reader();

    hub.listen(sink, 'abc-2');

    expect(sink.got).toEqual(['retry: 2000\nid: abc-2\n\n']);
  });

  it('liveHub() sends a heartbeat, and drops a client that reads no more', () => {
    const { hub, beat } = hubOf();
    const [slow, quick] = [reader(1), reader()];
    hub.listen(slow, null);
    hub.listen(quick, null);

    beat();
    publishRuns(hub, 1);

    expect(slow.got).toHaveLength(1);
    expect(quick.got.slice(1)).toEqual([': heartbeat\n\n', expect.stringContaining('event: run')]);
  });

  it('close() ends all clients but those that have left', () => {
    const { hub } = hubOf();
    const [left, stays] = [reader(), reader()];
    const leave = hub.listen(left, null);
    hub.listen(stays, null);

    leave();
    publishRuns(hub, 1);
    hub.close();
    publishRuns(hub, 1);

    expect(left.got).toHaveLength(1);
    expect([left.ended(), stays.ended()]).toEqual([false, true]);
    expect(stays.got).toHaveLength(2);
  });

  it('publish() sends alarms and findings', () => {
    const { hub } = hubOf();
    const sink = reader();
    hub.listen(sink, null);

    hub.publish({
      kind: 'alarm',
      alarm: { journey: 'a', label: 'down', from: 'OK', to: 'ALARM', atMs: 1 },
    });

    expect(sink.got[1]).toBe(
      'event: alarm\nid: abc-1\ndata: {"journey":"a","label":"down","from":"OK","to":"ALARM","atMs":1}\n\n',
    );
  });
});

function dataOf(event: string): string {
  return event.slice(event.indexOf('data: ') + 'data: '.length).trimEnd();
}

function idsIn(texts: readonly string[]): readonly string[] {
  return [...texts.join('').matchAll(/^event: run\nid: (\S+)$/gm)].map(([, id = '']) => id);
}
