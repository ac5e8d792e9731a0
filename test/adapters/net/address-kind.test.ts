import { addressKind } from '../../../lib/adapters/net/address-kind.ts';
import { ADDRESS_KINDS } from '../../support/special-addresses.ts';

describe('addressKind()', () => {
  it.each(ADDRESS_KINDS)('addressKind(%s) is %s', (address, kind) => {
    expect(addressKind(address)).toBe(kind);
  });

  it.each([
    '0177.0.0.1',
    '0x7f.1',
    '2130706433',
    '127.1',
    '127.0.0.1.',
    '127。0。0。1',
    '%31%32%37.0.0.1',
    '①②⑦.0.0.1',
    '[::ffff:127.0.0.1]',
    '[0:0:0:0:0:0:0:1]',
    '[::ffff:7f00:1]',
  ])('addressKind() is loopback for the host of http://%s/', (spelling) => {
    const host = new URL(`http://${spelling}/`).hostname.replace(/^\[|\]$/g, '');

    expect(addressKind(host)).toBe('loopback');
  });
});
