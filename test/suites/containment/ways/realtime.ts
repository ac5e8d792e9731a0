import { scriptWays, type WayGroup } from './way.ts';

function iceServer(url: string): string {
  return `const p = new RTCPeerConnection({ iceServers: [{ urls: '${url}', username: 'a', credential: 'b' }] });
    p.createDataChannel('x'); p.createOffer().then((o) => p.setLocalDescription(o))`;
}

function candidate(line: string): string {
  return `(async () => {
    const a = new RTCPeerConnection(), b = new RTCPeerConnection();
    a.createDataChannel('x');
    const offer = await a.createOffer(); await a.setLocalDescription(offer);
    await b.setRemoteDescription(offer);
    const answer = await b.createAnswer(); await b.setLocalDescription(answer);
    await a.setRemoteDescription(answer);
    await a.addIceCandidate({ candidate: 'candidate:1 1 ${line}', sdpMid: '0' });
  })()`;
}

/** WebRTC: servers and candidates by UDP, TCP and TLS. */
export const REALTIME: WayGroup = {
  name: 'realtime',
  how: 'together',
  ways: [
    ...scriptWays({
      'turn by tcp': iceServer('turn:$H?transport=tcp'),
      'turn by tls': iceServer('turns:$H?transport=tcp'),
      'remote tcp candidate': candidate('tcp 1518280447 $A $P typ host tcptype passive'),
    }),
    // With `disable_non_proxied_udp` the browser opens no UDP socket for WebRTC.
    ...scriptWays({
      stun: iceServer('stun:$H'),
      'turn by udp': iceServer('turn:$H?transport=udp'),
      'remote udp candidate': candidate('udp 2130706431 $A $P typ host'),
      'remote mdns candidate': candidate('udp 2130706431 a-b-c.local $P typ host'),
      'both ends here': `(async () => {
        const a = new RTCPeerConnection(), b = new RTCPeerConnection();
        a.onicecandidate = (e) => e.candidate && b.addIceCandidate(e.candidate);
        b.onicecandidate = (e) => e.candidate && a.addIceCandidate(e.candidate);
        a.createDataChannel('x');
        await a.setLocalDescription(); await b.setRemoteDescription(a.localDescription);
        await b.setLocalDescription(); await a.setRemoteDescription(b.localDescription);
      })()`,
      'name of mdns': 'fetch("http://printer.local:$P/", { mode: "no-cors" })',
    }).map((way) => ({ ...way, silent: true })),
  ],
};

/** What needs a secure context. */
export const SECURE: WayGroup = {
  name: 'secure contexts',
  how: 'together',
  ways: [
    ...scriptWays({
      webtransport: 'new WebTransport("$S")',
      'federated credential':
        'navigator.credentials.get({ identity: { providers: [{ configURL: "$S/c.json", clientId: "1" }] } })',
      'secure fetch': 'fetch("$S", { mode: "no-cors" })',
      'secure fetch to private space':
        'fetch("$U", { mode: "no-cors", targetAddressSpace: "private" })',
      'secure websocket of a secure page': 'new WebSocket("$W".replace("ws:", "wss:"))',
      'cache.add': 'caches.open("c").then((c) => c.add(new Request("$S", { mode: "no-cors" })))',
      'secure image': 'new Image().src = "$S"',
      'audio worklet': 'new AudioContext().audioWorklet.addModule("$S")',
      'websocket stream':
        'window.WebSocketStream ? new WebSocketStream("$W".replace("ws:", "wss:")) : fetch("$S", { mode: "no-cors" })',
      'font of a secure page': 'new FontFace("f", "url($S)").load()',
    }).map((way) => ({ ...way, secure: true })),
    {
      name: 'fetch in a service worker',
      secure: true,
      script: `navigator.serviceWorker.register('$B/sw.js').then(() => navigator.serviceWorker.ready); navigator.serviceWorker.getRegistration('$B/').then(() => fetch('$S', { mode: 'no-cors' }))`,
      files: {
        'sw.js': {
          type: 'text/javascript',
          body: 'self.addEventListener("install", (e) => e.waitUntil(fetch("$S?sw", { mode: "no-cors" })))',
        },
      },
    },
    ...scriptWays({
      'shared storage': 'window.sharedStorage?.worklet.addModule("$S")',
      'background fetch':
        'navigator.serviceWorker?.ready.then((r) => r.backgroundFetch.fetch("x", ["$S"]))',
      'payment method':
        'new PaymentRequest([{ supportedMethods: "$S" }], { total: { label: "x", amount: { currency: "EUR", value: "1" } } }).canMakePayment()',
      'direct socket': 'window.TCPSocket && new TCPSocket("$A", Number("$P"))',
      presentation: 'window.PresentationRequest && new PresentationRequest("$S").getAvailability()',
    }).map((way) => ({ ...way, secure: true, silent: true })),
  ],
};
