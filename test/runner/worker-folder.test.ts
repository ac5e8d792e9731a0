import os from 'node:os';
import { diskRoom, mayHaveGrown } from '../../lib/runner/worker-folder.ts';

const MAX_BYTES = 32_000_000;
const before = { bytes: 500_000_000, files: 100_000 };

test.each([
  { what: 'as much room as before', now: before, expected: false },
  { what: 'room that others made', now: { bytes: 600_000_000, files: 100_001 }, expected: false },
  { what: 'a little less', now: { bytes: 490_000_000, files: 99_000 }, expected: false },
  { what: 'half of the limit less', now: { bytes: 483_000_000, files: 99_999 }, expected: true },
  { what: 'many files more', now: { bytes: 499_000_000, files: 97_000 }, expected: true },
  { what: 'an unknown room', now: null, expected: true },
])('mayHaveGrown() is $expected for $what', ({ now, expected }) => {
  expect(mayHaveGrown(before, now, MAX_BYTES)).toBe(expected);
});

test('diskRoom() is null for a folder that does not exist', () => {
  expect(diskRoom(os.tmpdir())).toMatchObject({ bytes: expect.any(Number) });
  expect(diskRoom(`${os.tmpdir()}/waywiser-none/none`)).toBeNull();
});
