import { NETWORK_TABLES } from '../../lib/adapters/net/own-route.ts';
import { permissionFlags } from '../../lib/runner/worker-permissions.ts';

const TABLES: readonly string[] = Object.values(NETWORK_TABLES);

function readable(places: readonly string[], folder = '/tmp/worker'): readonly string[] {
  const flag = '--allow-fs-read=';

  return permissionFlags({ kind: 'api', readable: places, folder })
    .filter((each) => each.startsWith(flag))
    .map((each) => each.slice(flag.length))
    .filter((each) => !TABLES.includes(each));
}

// The platform and the project are one folder where Waywiser runs in its own repository.
test.each([
  { what: 'a place that is given twice', places: ['/app/', '/app/'], expected: ['/app/'] },
  {
    what: 'folders and files within another',
    places: ['/app/node_modules/', '/app/', '/app/worker.cjs'],
    expected: ['/app/'],
  },
  {
    what: 'places with the same beginning',
    places: ['/app/', '/apple/', '/app-data/file'],
    expected: ['/app/', '/apple/', '/app-data/file'],
  },
])('permissionFlags() names each place once: $what', ({ places, expected }) => {
  expect(readable(places)).toEqual([...expected, '/tmp/worker/']);
});

test('permissionFlags() leaves out a worker folder within the project', () => {
  expect(readable(['/app/'], '/app/tmp/worker')).toEqual(['/app/']);
});
