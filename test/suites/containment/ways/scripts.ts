import { scriptWays, type WayGroup } from './way.ts';

function inWorker(code: string): string {
  return `new Worker(URL.createObjectURL(new Blob([${JSON.stringify(code)}])))`;
}

/** Interfaces of scripts and workers. */
export const SCRIPTS: WayGroup = {
  name: 'scripts',
  how: 'together',
  ways: scriptWays({
    fetch: 'fetch("$U")',
    'fetch without cors': 'fetch("$U", { mode: "no-cors" })',
    'fetch with credentials': 'fetch("$U", { mode: "no-cors", credentials: "include" })',
    'fetch post': 'fetch("$U", { method: "POST", mode: "no-cors", body: "x" })',
    'fetch with a preflight': 'fetch("$U", { method: "PUT", headers: { "x-a": "b" } })',
    'fetch that outlives the page':
      'fetch("$U", { keepalive: true, mode: "no-cors" }); location.reload = 0',
    'fetch without a store': 'fetch("$U", { cache: "no-store", mode: "no-cors" })',
    'fetch to local space': 'fetch("$U", { mode: "no-cors", targetAddressSpace: "local" })',
    'fetch to private space': 'fetch("$U", { mode: "no-cors", targetAddressSpace: "private" })',
    'fetch to loopback space': 'fetch("$U", { mode: "no-cors", targetAddressSpace: "loopback" })',
    'fetch by https': 'fetch("$S", { mode: "no-cors" })',
    xhr: 'const x = new XMLHttpRequest(); x.open("GET", "$U"); x.send()',
    'synchronous xhr': 'const x = new XMLHttpRequest(); x.open("GET", "$U", false); x.send()',
    'xhr post': 'const x = new XMLHttpRequest(); x.open("POST", "$U"); x.send("x")',
    beacon: 'navigator.sendBeacon("$U", "x")',
    'beacon of a form': 'navigator.sendBeacon("$U", new FormData())',
    'event source': 'new EventSource("$U")',
    'event source with credentials': 'new EventSource("$U", { withCredentials: true })',
    websocket: 'new WebSocket("$W")',
    'websocket with a protocol': 'new WebSocket("$W", ["a", "b"])',
    'secure websocket': 'new WebSocket("$W".replace("ws:", "wss:"))',
    'dynamic import': 'import("$U")',
    'image object': 'new Image().src = "$U"',
    'audio object': 'new Audio("$U").load()',
    'video object': 'const v = document.createElement("video"); v.src = "$U"; v.load()',
    'font face': 'new FontFace("f", "url($U)").load()',
    'document.write': 'document.write("<img src=$U>")',
    'inner html': 'document.body.innerHTML = "<img src=$U>"',
    'html in a fragment':
      'document.body.append(document.createRange().createContextualFragment("<img src=$U>"))',
    'script element':
      'document.head.append(Object.assign(document.createElement("script"), { src: "$U" }))',
    'link element':
      'document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: "$U" }))',
    'iframe element':
      'document.body.append(Object.assign(document.createElement("iframe"), { src: "$U" }))',
    'iframe location':
      'const f = document.body.appendChild(document.createElement("iframe")); f.contentWindow.location = "$U"',
    'location of a frame': 'location.href = "$U"',
    'location.replace of a frame': 'location.replace("$U")',
    'navigation api': 'navigation.navigate("$U")',
    'blob page':
      'const f = document.body.appendChild(document.createElement("iframe")); f.src = URL.createObjectURL(new Blob(["<img src=$U>"], { type: "text/html" }))',
    'xml document':
      'new DOMParser(); const x = document.implementation.createHTMLDocument(); x.body.innerHTML = "<img src=$U>"; document.body.append(document.adoptNode(x.body.firstChild))',
    'streaming wasm': 'WebAssembly.compileStreaming(fetch("$U"))',
    'fetch in a worker': inWorker('fetch("$U", { mode: "no-cors" })'),
    'xhr in a worker': inWorker(
      'const x = new XMLHttpRequest(); x.open("GET", "$U", false); x.send()',
    ),
    'websocket in a worker': inWorker('new WebSocket("$W")'),
    'event source in a worker': inWorker('new EventSource("$U")'),
    'import in a worker': inWorker('import("$U")'),
    importScripts: inWorker('importScripts("$U")'),
    'font in a worker': inWorker('new FontFace("f", "url($U)").load()'),
    'worker of a worker': inWorker(
      "new Worker(URL.createObjectURL(new Blob([\"fetch('$U', { mode: 'no-cors' })\"])))",
    ),
    'module worker':
      'new Worker(URL.createObjectURL(new Blob(["import \'$U\'"], { type: "text/javascript" })), { type: "module" })',
    'shared worker': "new SharedWorker(\"data:text/javascript,fetch('$U',{mode:'no-cors'})\")",
    'shared worker of a file': 'new SharedWorker("$B/shared.js")',
    'abort and retry':
      'const c = new AbortController(); fetch("$U", { mode: "no-cors", signal: c.signal }); setTimeout(() => c.abort(), 30)',
    'many at once': 'for (let i = 0; i < 40; i++) fetch("$U?" + i, { mode: "no-cors" })',
    'stream of a request':
      'fetch("$U", { method: "POST", duplex: "half", body: new Blob(["x"]).stream() })',
    'paint worklet': 'CSS.paintWorklet?.addModule("$U"); fetch("$U", { mode: "no-cors" })',
    'prefetch by speculation rules':
      'document.head.append(Object.assign(document.createElement("script"), { type: "speculationrules", text: JSON.stringify({ prefetch: [{ source: "list", urls: ["$U"], eagerness: "immediate" }] }) })); new Image().src = "$U"',
    'fetch when it is closed':
      'const f = document.body.appendChild(document.createElement("iframe")); f.srcdoc = "<script>addEventListener(\'pagehide\', () => navigator.sendBeacon(\'$U\'))</" + "script>"; f.onload = () => f.remove()',
    'fetch later':
      'try { fetchLater("$U", { activateAfter: 0 }) } catch {} navigator.sendBeacon("$U")',
  }).map((way) => ({
    ...way,
    files: { 'shared.js': { body: 'fetch("$U", { mode: "no-cors" })', type: 'text/javascript' } },
  })),
};
