import type { PartRoutes, PartVisit } from './part-visit.ts';

const GIFT_CENTS = 5_000;

/** The gift card page: its payment form is an iframe of another origin. */
export const GIFT_ROUTES: PartRoutes = { 'GET /gift': showGift };

function showGift(visit: PartVisit): void {
  const origin = new URL(visit.partner.url).origin;
  const body = `<h1>Gift card</h1><p>For somebody who has no wheel yet.</p><p role="status" id="said">Not paid yet</p>
<iframe title="Card payment" src="${origin}/card?cents=${GIFT_CENTS}" width="400" height="270" frameborder="0"></iframe>
<script>
addEventListener('message', (event) => {
  if (event.origin !== '${origin}' || event.data.kind !== 'charged') return;
  document.getElementById('said').textContent = 'Paid: ' + event.data.reference;
});
</script>`;
  visit.show({ title: 'Gift card', body });
}
