import { assert, double, option, property } from 'fast-check';
import { forwardedPhases } from '../../../../lib/adapters/browser/session/forwarded-phases.ts';
import { requestPhases } from '../../../support/record-parts.ts';

const OWN = { dns: 10, tcp: 200, tls: 90_000, send: 1, wait: 2, receive: 3 };

describe('forwardedPhases()', () => {
  it('forwardedPhases() are those of the connection to the server', () => {
    const phases = requestPhases({ dnsMs: 20, tcpMs: 10.5, tlsMs: 30 });

    expect(forwardedPhases(OWN, phases)).toEqual({ dns: 20_000, tcp: 10_500, tls: 30_000 });
  });

  it('forwardedPhases() has none on a connection that was open before', () => {
    const phases = requestPhases({ dnsMs: 20, tcpMs: 10, tlsMs: 30 });
    const own = { ...OWN, dns: null, tcp: null, tls: null };

    expect(forwardedPhases(own, phases)).toEqual({ dns: null, tcp: null, tls: null });
  });

  it('forwardedPhases() leaves out what was before the request, from the start', () => {
    const phases = requestPhases({ dnsMs: 50, tcpMs: 40, tlsMs: 60 });

    expect(forwardedPhases(OWN, phases)).toEqual({ dns: null, tcp: 30_210, tls: 60_000 });
  });

  it('forwardedPhases() never last longer than the browser waited', () => {
    const ms = option(double({ min: 0, max: 1_000, noNaN: true }));
    assert(
      property(ms, ms, ms, (dnsMs, tcpMs, tlsMs) => {
        const found = forwardedPhases(OWN, requestPhases({ dnsMs, tcpMs, tlsMs }));
        const sum = (found.dns ?? 0) + (found.tcp ?? 0) + (found.tls ?? 0);

        expect(sum).toBeLessThanOrEqual(OWN.dns + OWN.tcp + OWN.tls);
      }),
    );
  });
});
