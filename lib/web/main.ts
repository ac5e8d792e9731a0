// oxlint-disable-next-line import/no-unassigned-import -- it has to run before the chart library does
import './valid-language.ts';
import { PageCharts } from './charts.ts';
import { rowFilter } from './filter.ts';
import { pageKeys } from './keys.ts';
import { LivePage, refreshPage } from './live.ts';
import { AgoTimes, showLocalTimes } from './page-times.ts';

// The script of all pages. Pages are complete without it.
document.documentElement.classList.add('scripted');

const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
showLocalTimes(document, timeZone);
const filter = rowFilter();
const charts = new PageCharts(timeZone);
pageKeys();
const ages = new AgoTimes();

const live = document.documentElement.dataset['live'];
if (live !== undefined) {
  new LivePage(live === '' ? '/live' : live, async () => {
    await refreshPage((page) => {
      showLocalTimes(page, timeZone);
      filter.apply(page);
    });
    ages.restart();
    charts.refresh();
  }).follow();
}
