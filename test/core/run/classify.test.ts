import { classifyThrown } from '../../../lib/core/run/classify.ts';

function systemError(code: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: ${syscall}`), { code, syscall });
}

describe('classifyThrown()', () => {
  test.each([
    ['EMFILE', 'uv_resident_set_memory', 'monitor.unknown'],
    ['ENOMEM', 'mmap', 'monitor.memory'],
    ['ENOSPC', 'write', 'monitor.disk'],
    ['ENOENT', 'open', 'journey.exception'],
  ])('finds the cause of %s in %s to be %s', (code, syscall, cause) => {
    const thrown = { error: systemError(code, syscall), final: null, explained: null };

    expect(classifyThrown(thrown).cause).toBe(cause);
  });

  test("takes an error that only looks like the system's for the journey's", () => {
    const error = Object.assign(new Error('full'), { code: 'ENOSPC' });

    expect(classifyThrown({ error, final: null, explained: null }).cause).toBe('journey.exception');
  });
});
