import { CATALOGUE, priceText, type Product, productOf, searchCatalogue } from './catalogue.ts';
import { escapeHtml } from './html.ts';
import type { Knobs } from './knobs.ts';
import type { Cart, Order } from './sessions.ts';

/** The front page: the catalogue below the hero picture. */
export function cataloguePage(knobs: Knobs): string {
  const shift = knobs.layoutShift
    ? `<script>setTimeout(() => { const late = document.createElement('p'); late.className = 'note'; late.style.height = '360px'; late.textContent = 'Free delivery this week!'; document.querySelector('main').prepend(late); }, 100)</script>`
    : '';

  return `<h1>Shop</h1><p class="soft">Instruments for people who want to know how far it really is.</p>
<img class="hero" src="/pictures/hero.png" width="640" height="240" alt="Hills under an evening sky">
<h2>On the shelf</h2>${shelf(CATALOGUE)}${shift}`;
}

function shelf(products: readonly Product[]): string {
  const cards = products.map(
    (product) =>
      `<li class="card"><a href="/products/${product.id}"><img src="/pictures/${product.id}.svg" width="160" height="160" alt="" loading="lazy"><h3>${escapeHtml(product.name)}</h3></a><span class="price">${priceText(product.priceCents)}</span></li>`,
  );

  return `<ul class="shelf">${cards.join('')}</ul>`;
}

/** The page of a product; null: unknown product. */
export function productPage(id: string, knobs: Knobs): string | null {
  const product = productOf(id);
  if (product === null) return null;

  return `<div class="two"><img src="/pictures/${product.id}.svg" width="320" height="320" alt="${escapeHtml(product.name)}">
<div><h1>${escapeHtml(product.name)}</h1><p>${escapeHtml(product.description)}</p>
<p class="price">${priceText(product.priceCents)}</p><p class="soft">${product.stock} in stock · ${escapeHtml(product.maker)}</p>
<button id="add" data-id="${product.id}">Add to cart</button> <p role="status" id="said"></p></div></div>
<script>
document.getElementById('add').addEventListener('click', async (event) => {
  const until = performance.now() + ${knobs.busyClickMs};
  while (performance.now() < until);
  const response = await fetch('/api/cart', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ id: event.target.dataset.id, quantity: 1 }) });
  const cart = await response.json();
  document.getElementById('cart-count').textContent = cart.count;
  document.getElementById('said').textContent = 'In the cart';
});
</script>`;
}

/** The cart page. */
export function cartPage(cart: Cart): string {
  if (cart.size === 0) return '<h1>Cart</h1><p>Nothing in it yet.</p>';

  return `<h1>Cart</h1>${cartTable(cart)}<p><a class="button" href="/checkout">Checkout</a></p>`;
}

function cartTable(cart: Cart): string {
  const rows = [...cart].map(([id, quantity]) => {
    const product = productOf(id);
    const name = escapeHtml(product?.name ?? id);

    return `<tr><td>${name}</td><td class="number">${quantity}</td><td class="number">${priceText((product?.priceCents ?? 0) * quantity)}</td></tr>`;
  });

  return `<table><thead><tr><th>Instrument</th><th class="number">Pieces</th><th class="number">Price</th></tr></thead><tbody>${rows.join('')}</tbody><tfoot><tr><th>Total</th><td></td><td class="number price">${priceText(totalCents(cart))}</td></tr></tfoot></table>`;
}

/** The total of a cart, in cents. */
export function totalCents(cart: Cart): number {
  return [...cart].reduce(
    (sum, [id, quantity]) => sum + (productOf(id)?.priceCents ?? 0) * quantity,
    0,
  );
}

/** The checkout form. */
export function checkoutPage(cart: Cart): string {
  if (cart.size === 0) return '<h1>Checkout</h1><p>The cart is empty.</p>';

  return `<h1>Checkout</h1>${cartTable(cart)}<form class="stack" method="post" action="/checkout">
<label>Name <input name="name" required autocomplete="name"></label>
<label>Street and number <input name="street" required autocomplete="street-address"></label>
<label>Town <input name="town" required></label>
<label>Payment <select name="payment"><option>Invoice</option><option>Card at delivery</option></select></label>
<button>Place order</button></form>`;
}

/** The confirmation of an order. */
export function orderPage(order: Order): string {
  return `<h1>Thank you</h1><p class="note">Order <strong>${escapeHtml(order.id)}</strong> is on its way: ${priceText(order.totalCents)}, by invoice.</p><p><a href="/">Back to the shelf</a></p>`;
}

/** The sign-in form. */
export function loginPage(problem: string | null): string {
  const note = problem === null ? '' : `<p role="alert" class="note">${escapeHtml(problem)}</p>`;

  return `<h1>Sign in</h1>${note}<form class="stack" method="post" action="/login">
<label>User <input name="user" required autocomplete="username"></label>
<label>Password <input name="password" type="password" required autocomplete="current-password"></label>
<button>Sign in</button></form>`;
}

/** The search page; its script updates the results while the visitor types. */
export function searchPage(words: string): string {
  const found = searchCatalogue(words);
  const count = `${found.length} ${found.length === 1 ? 'instrument' : 'instruments'}`;

  return `<h1>Search</h1><label>What are you looking for? <input id="words" type="search" value="${escapeHtml(words)}"></label>
<p role="status" id="count">${count}</p><div id="results">${shelf(found)}</div>
<script>
document.getElementById('words').addEventListener('input', async (event) => {
  const words = event.target.value;
  const response = await fetch('/search/results?q=' + encodeURIComponent(words));
  const { count, html } = await response.json();
  if (words !== event.target.value) return;
  document.getElementById('count').textContent = count + (count === 1 ? ' instrument' : ' instruments');
  document.getElementById('results').innerHTML = html;
  history.replaceState(null, '', '/search?q=' + encodeURIComponent(words));
});
</script>`;
}

/** The results of a search as HTML, for the search page's script. */
export function searchResults(words: string): { readonly count: number; readonly html: string } {
  const found = searchCatalogue(words);

  return { count: found.length, html: shelf(found) };
}

/** The control panel for the knobs. */
export function panelPage(knobs: Knobs): string {
  const sliders = (
    [
      ['slowImageMs', 'Hero picture waits (ms)', 5000],
      ['busyClickMs', 'Add to cart keeps the page busy (ms)', 1000],
      ['leakKb', 'Each request leaks (kB)', 1024],
    ] as const
  ).map(
    ([name, label, max]) =>
      `<label>${label} <output>${knobs[name]}</output><input type="range" min="0" max="${max}" value="${knobs[name]}" data-knob="${name}"></label>`,
  );

  return `<h1>Knobs</h1><form class="stack">${sliders.join('')}
<label>Every API route waits (ms) <output>${knobs.delayMs['/api'] ?? 0}</output><input type="range" min="0" max="3000" value="${knobs.delayMs['/api'] ?? 0}" data-route="/api"></label>
<label>Layout shift <input type="checkbox" data-knob="layoutShift" ${knobs.layoutShift ? 'checked' : ''}></label>
<button type="button" id="reset">Reset all</button></form>
<script>
const turn = (knobs) => fetch('/_control', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(knobs) });
for (const input of document.querySelectorAll('input')) input.addEventListener('input', () => {
  const value = input.type === 'checkbox' ? input.checked : Number(input.value);
  if (input.previousElementSibling?.tagName === 'OUTPUT') input.previousElementSibling.textContent = value;
  turn(input.dataset.route ? { delayMs: { [input.dataset.route]: value } } : { [input.dataset.knob]: value });
});
document.getElementById('reset').addEventListener('click', async () => { await fetch('/_control', { method: 'DELETE' }); location.reload(); });
</script>`;
}
