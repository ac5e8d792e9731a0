import { htmlWays, type WayGroup } from './way.ts';

function styled(style: string): string {
  return `<style>${style}</style><p>text</p><ul><li>item</ul>`;
}

/** Properties and rules of style sheets that load something. */
export const STYLES: WayGroup = {
  name: 'styles',
  how: 'together',
  ways: [
    ...htmlWays({
      'css import': styled('@import "$U";'),
      'css import by url': styled('@import url($U) screen;'),
      'css import in a layer': styled('@import url($U) layer(a) supports(display: grid);'),
      'background image': styled('p { background-image: url($U) }'),
      'background in an attribute': '<p style="background:url($U)">x</p>',
      'list image': styled('li { list-style-image: url($U) }'),
      'border image': styled('p { border: 9px solid; border-image: url($U) 9 }'),
      'generated content': styled('p::before { content: url($U) }'),
      'marker content': styled('li::marker { content: url($U) }'),
      'replaced content': styled('p { content: url($U) }'),
      'mask image': styled('p { mask-image: url($U) }'),
      'mask by its old name': styled('p { -webkit-mask-image: url($U) }'),
      'box image': styled('p { -webkit-mask-box-image: url($U) }'),
      'reflection mask': styled('p { -webkit-box-reflect: below 0 url($U) }'),
      font: styled('@font-face { font-family: f; src: url($U) } p { font-family: f }'),
      'font of a format': styled(
        '@font-face { font-family: f; src: local(zz), url($U) format("woff2") } p { font-family: f }',
      ),
      'shape outside': styled('p { float: left; shape-outside: url($U) }'),
      'image set': styled('p { background-image: image-set("$U" 1x, "$U?2" 2x) }'),
      'cross fade': styled(
        'p { background-image: -webkit-cross-fade(url($U), url(data:,x), 50%) }',
      ),
      'variable in a url': styled(':root { --u: url($U) } p { background-image: var(--u) }'),
      'keyframe image': styled(
        '@keyframes k { from, to { background-image: url($U) } } p { animation: k 9s infinite }',
      ),
      'first letter': styled('p::first-letter { background-image: url($U) }'),
      'media query': styled('@media (min-width: 1px) { p { background-image: url($U) } }'),
      'container query': styled(
        'body { container-type: inline-size } @container (min-width: 1px) { p { background-image: url($U) } }',
      ),
      nesting: styled('body { & p { background-image: url($U) } }'),
      'escaped url': styled('p { background-image: u\\72l("$U") }'),
      'scroll bar': styled(
        'html { overflow-y: scroll } ::-webkit-scrollbar { background: url($U) }',
      ),
      cursor: styled('html, body, p { cursor: url($U), auto }'),
      'sheet of data': `<link rel="stylesheet" href="data:text/css,p{background:url($U)}"><p>x</p>`,
      'adopted sheet': `<p>x</p><script>const s=new CSSStyleSheet();s.replaceSync('p{background:url($U)}');document.adoptedStyleSheets=[s]</script>`,
      'inserted rule': `<p>x</p><style id="s"></style><script>s.sheet.insertRule('p{background:url($U)}')</script>`,
      'shadow tree': `<div id="d"></div><script>d.attachShadow({mode:'open'}).innerHTML='<style>b{background:url($U)}</style><b>x</b>'</script>`,
      'declared shadow tree': `<div><template shadowrootmode="open"><style>b{background:url($U)}</style><b>x</b></template></div>`,
      'clip path of another document': styled('p { clip-path: url($U#c) }'),
      'paint by script': `<canvas id="c"></canvas><script>const i=new Image();i.src='$U';i.onload=()=>c.getContext('2d').drawImage(i,0,0)</script>`,
    }),
    ...htmlWays({
      'filter of another document': styled('p { filter: url($U#f) }'),
    }).map((way) => ({ ...way, silent: true })),
  ],
};
