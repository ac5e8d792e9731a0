import type { Behaviour } from '../hostile-server.ts';
import { page } from '../hostile-server.ts';

/** Scripts of pages that keep their browser busy, or crash it, by path. */
const SCRIPTS: Readonly<Record<string, string>> = {
  'endless-script': 'for (;;);',
  'endless-later': 'setTimeout(() => { for (;;); }, 100);',
  'endless-microtasks': 'const again = () => Promise.resolve().then(again); again();',
  'endless-regexp': '/^(a+)+$/.test("a".repeat(60) + "b");',
  'memory-bomb': 'const all = []; for (;;) all.push(new Array(1e6).fill(all.length));',
  'buffer-bomb': 'const all = []; for (;;) all.push(new Uint8Array(64 << 20).fill(1));',
  'console-storm':
    'setInterval(() => { for (let i = 0; i < 1e5; i++) console.error("storm", i); });',
  'console-large':
    'setInterval(() => { for (let i = 0; i < 1e3; i++) console.error("storm".repeat(6e4), i); });',
  'console-objects':
    'const all = Array.from({ length: 90 }, (_, i) => ({ i, of: [1, 2, 3] })); setInterval(() => { for (let i = 0; i < 1e5; i++) console.error(...all); });',
  'console-loop': 'for (;;) console.error("storm");',
  'huge-dom':
    'for (let i = 0; i < 1e9; i++) { const e = document.createElement("p"); e.textContent = i; document.body.append(e); }',
  'deep-layout':
    'setInterval(() => { for (let i = 0; i < 4e4; i++) { const e = document.createElement("b"); e.textContent = "x"; document.body.append(e, e.offsetTop); } });',
  'request-flood':
    'setInterval(() => { for (let i = 0; i < 2e3; i++) fetch("/ok?" + Math.random()).catch(() => 0); });',
  'dialog-flood': 'setInterval(() => alert("again"));',
  'history-flood':
    'setInterval(() => { for (let i = 0; i < 1e5; i++) try { history.replaceState(0, "", "#" + i); } catch {} });',
  'message-flood':
    'onmessage = () => { for (let i = 0; i < 2; i++) postMessage(0); }; postMessage(0);',
  'socket-flood':
    'const s = new WebSocket("ws://" + location.host + "/socket"); let n = 0; s.onmessage = () => { n++; };',
  'socket-flood-busy':
    'const s = new WebSocket("ws://" + location.host + "/socket"); s.onmessage = () => { const until = performance.now() + 5; while (performance.now() < until); };',
};

/** Pages that keep their browser busy, by path. */
export const BUSY_PAGES: Readonly<Record<string, Behaviour>> = Object.fromEntries(
  Object.entries(SCRIPTS).map(([name, script]) => [
    name,
    (socket) =>
      socket.end(
        page('200 OK', `<!doctype html><title>Busy</title><body><script>${script}</script>`),
      ),
  ]),
);
