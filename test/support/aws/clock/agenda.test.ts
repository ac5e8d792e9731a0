import { agenda } from './agenda.ts';

test('agenda() lets things happen in order of time, those of one instant in order of their adding', async () => {
  const clock = agenda(100);
  const seen: string[] = [];
  for (const [name, atMs] of [
    ['c', 300],
    ['a', 200],
    ['d', 300],
    ['b', 250],
  ] as const) {
    clock.at(atMs, () => void seen.push(`${name} ${clock.nowMs()}`));
  }
  clock.at(50, () => void seen.push(`past ${clock.nowMs()}`));

  await clock.runUntil(300);

  expect(seen).toEqual(['past 100', 'a 200', 'b 250']);
  await clock.runUntil(301);
  expect(seen.slice(3)).toEqual(['c 300', 'd 300']);
  expect(clock.nowMs()).toBe(301);
});

test('agenda() awaits a happening before the next one, and repeats one that is wanted every so often', async () => {
  const clock = agenda(0);
  const seen: number[] = [];
  clock.every(10, 5, async () => {
    await Promise.resolve();
    seen.push(clock.nowMs());
  });

  await clock.runUntil(36);

  expect(seen).toEqual([5, 15, 25, 35]);
});
