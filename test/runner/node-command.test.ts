import { nodeCommand } from '../../lib/runner/node-command.ts';

describe('nodeCommand()', () => {
  it('is the file of Node', () => {
    expect(nodeCommand({}, '/usr/bin/node')).toStrictEqual({ file: '/usr/bin/node', first: [] });
  });

  it('is the own file and Node when a loader has started Node', () => {
    const command = nodeCommand({ WAYWISER_NODE: '/var/lang/bin/node' }, '/tmp/waywiser-loader-7');

    expect(command).toStrictEqual({ file: '/proc/self/exe', first: ['/var/lang/bin/node'] });
  });
});
