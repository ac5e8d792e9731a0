/** Escapes text for HTML. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Parts that all pages share. */
export interface PageFrame {
  readonly title: string;
  readonly cartCount: number;
  readonly user: string | null;
  /** URL of a third-party script; null: none. */
  readonly thirdParty: string | null;
}

const STYLE = `
:root { color-scheme: light dark; --ink: #22303a; --paper: #fbf8f2; --card: #ffffff; --line: #e2dccf; --brass: #9a6b1f; --soft: #6b7680; }
@media (prefers-color-scheme: dark) { :root { --ink: #e9e4d8; --paper: #171c20; --card: #20272c; --line: #35404a; --brass: #e0b060; --soft: #9aa6b0; } }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 Georgia, 'Times New Roman', serif; color: var(--ink); background: var(--paper); }
header.top { display: flex; gap: 24px; align-items: center; padding: 14px 24px; border-bottom: 1px solid var(--line); background: var(--card); flex-wrap: wrap; }
header.top a { color: inherit; text-decoration: none; } header.top .name { font-size: 20px; font-weight: bold; letter-spacing: .02em; }
header.top nav { margin-left: auto; display: flex; gap: 18px; }
main { max-width: 1000px; margin: 0 auto; padding: 24px; }
.hero { display: block; width: 100%; height: auto; aspect-ratio: 8 / 3; border-radius: 10px; }
.shelf { list-style: none; padding: 0; display: grid; gap: 18px; grid-template-columns: repeat(auto-fill, minmax(210px, 1fr)); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px; }
.card img { width: 100%; height: auto; aspect-ratio: 1; border-radius: 6px; } .card h3 { margin: 10px 0 2px; font-size: 17px; } .card a { color: inherit; }
.price { color: var(--brass); font-weight: bold; } .soft { color: var(--soft); }
button, .button { font: inherit; padding: 9px 16px; border-radius: 7px; border: 1px solid var(--brass); background: var(--brass); color: #fff; cursor: pointer; text-decoration: none; display: inline-block; }
@media (prefers-color-scheme: dark) { button, .button { color: #171c20; } }
input[type=checkbox] { justify-self: start; width: 20px; height: 20px; } form.stack { display: grid; gap: 14px; max-width: 420px; } label { display: grid; gap: 4px; } input, select { font: inherit; padding: 8px 10px; border: 1px solid var(--line); border-radius: 7px; background: var(--card); color: inherit; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: 8px 6px; border-bottom: 1px solid var(--line); } td.number, th.number { text-align: right; }
.two { display: grid; gap: 28px; grid-template-columns: minmax(0, 320px) 1fr; } @media (max-width: 640px) { .two { grid-template-columns: 1fr; } }
.note { background: var(--card); border-left: 4px solid var(--brass); padding: 10px 14px; border-radius: 0 7px 7px 0; }
`;

/** A complete HTML page in the layout of the shop. */
export function page(frame: PageFrame, body: string): string {
  const third =
    frame.thirdParty === null
      ? ''
      : `<script src="${escapeHtml(frame.thirdParty)}" async></script>`;
  const who = frame.user === null ? '<a href="/login">Sign in</a>' : escapeHtml(frame.user);

  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(frame.title)}</title><link rel="icon" href="data:,"><style>${STYLE}</style>${third}</head><body>
<header class="top"><a class="name" href="/">The Surveyor's Shop</a><form role="search" action="/search"><input type="search" name="q" aria-label="Search the shop" placeholder="Search"></form><nav aria-label="Shop"><a href="/">Catalogue</a><a href="/cart">Cart (<span id="cart-count">${frame.cartCount}</span>)</a>${who}</nav></header>
<main>${body}</main></body></html>`;
}
