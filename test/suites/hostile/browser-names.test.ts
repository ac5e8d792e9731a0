import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { NameVisit } from '../../support/own-resolver.ts';
import { temporaryDir } from '../../support/temporary-dir.ts';

/** A network of its own, with an interface beside loopback: browsers without one say "offline". */
const NETWORK = [
  'ip link set lo up',
  // Else an address that comes up late is a change of the network, which ends requests.
  'echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6',
  'ip link add v0 type veth peer name v1',
  'ip addr add 10.9.9.9/24 dev v0',
  'ip link set v0 up',
  'ip link set v1 up',
];

async function ownResolver(): Promise<readonly NameVisit[]> {
  const { path: dir, remove } = await temporaryDir();
  try {
    const script = path.join(dir, 'own-resolver.cjs');
    const resolv = path.join(dir, 'resolv.conf');
    await writeFile(resolv, 'nameserver 127.0.0.1\n');
    await build({
      entryPoints: ['test/support/own-resolver.ts'],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      packages: 'external',
      logLevel: 'silent',
    });
    const commands = [
      ...NETWORK,
      `mount --bind '${resolv}' "$(readlink -f /etc/resolv.conf)"`,
      `exec '${process.execPath}' '${script}'`,
    ];
    const { stdout } = await promisify(execFile)(
      'unshare',
      ['-rmn', 'sh', '-ec', commands.join('\n')],
      { env: { ...process.env, NODE_PATH: path.resolve('node_modules') } },
    );
    const report: readonly NameVisit[] = JSON.parse(stdout);

    return report;
  } finally {
    await remove();
  }
}

describe('a browser journey to a name', () => {
  let report: readonly NameVisit[] = [];

  beforeAll(async () => {
    report = await ownResolver();
  });

  test.each([
    {
      index: 0,
      when: 'does not exist',
      expected: { outcome: 'failed', cause: 'target.dns' },
      message: /"unknown\.example" does not exist/,
    },
    {
      index: 1,
      when: 'resolves to a private address',
      expected: { outcome: 'failed', cause: 'security.blocked' },
      message: /127\.0\.0\.1 is a loopback address/,
    },
    {
      index: 4,
      when: 'gets no answer though others do',
      expected: { outcome: 'failed', cause: 'target.dns' },
      message: /no answer.* for "silent\.example".*, but it answers for other names/,
    },
    {
      index: 5,
      when: 'has an answer only after the time-out, as a packet was lost',
      expected: { outcome: 'errored', cause: 'monitor.dns' },
      message: /was still waiting for the name of GET .*, but a second look-up succeeded/,
    },
    {
      index: 6,
      when: 'gets no answer within a time-out of 4 s though others do',
      expected: { outcome: 'failed', cause: 'target.dns' },
      message: /no answer.* for "silent\.second".*, but it answers for other names/,
    },
    {
      index: 7,
      when: 'resolves, but its server answers no connection',
      expected: { outcome: 'failed', cause: 'target.timeout' },
      message: /No complete answer to GET https:\/\/held\.example/,
    },
    {
      index: 9,
      when: 'gets no answer within a time-out of 4 s and nor do others',
      expected: { outcome: 'errored', cause: 'monitor.dns' },
      message: /name resolution does not work on this machine/,
    },
    {
      index: 10,
      when: 'gets no answer before the deadline of the journey and nor do others',
      expected: { outcome: 'errored', cause: 'monitor.dns' },
      message: /name resolution does not work on this machine/,
    },
    {
      index: 8,
      when: 'gets no answer and nor do others',
      expected: { outcome: 'errored', cause: 'monitor.dns' },
      message: /name resolution does not work on this machine/,
    },
  ])('ends as $expected.cause when it $when', ({ index, expected, message }) => {
    const visit = report[index];

    expect(visit).toMatchObject(expected);
    expect(visit?.message).toMatch(message);
  });

  test('asks the resolver in every run, though the browser is kept and the answer lasts', () => {
    const kept = { outcome: 'passed', asked: true, dnsMs: [expect.any(Number)] };
    expect(report.slice(2, 4)).toMatchObject([kept, kept]);
  });
});
