import type { Way, WayGroup } from './way.ts';

const REPORTING = {
  'reporting-endpoints': 'e="$S"',
  'report-to': '{"group":"g","max_age":60,"endpoints":[{"url":"$S"}]}',
};

function redirected(status: number): Way {
  return {
    name: `img redirected by ${status}`,
    html: '<img src="$B/go">',
    files: { go: { status, headers: { location: '$U' } } },
  };
}

/** Headers of responses that lead somewhere: redirects, links, reports. */
export const HEADERS: WayGroup = {
  name: 'headers',
  how: 'together',
  ways: [
    ...[301, 302, 303, 307, 308].map(redirected),
    {
      name: 'fetch redirected',
      script: 'fetch("$B/go", { mode: "no-cors" })',
      files: { go: { status: 302, headers: { location: '$U' } } },
    },
    {
      name: 'chain of redirects',
      html: '<script src="$B/a"></script>',
      files: {
        a: { status: 302, headers: { location: '$B/b' } },
        b: { status: 307, headers: { location: '$B/c' } },
        c: { status: 308, headers: { location: '$U' } },
      },
    },
    {
      name: 'iframe redirected',
      html: '<iframe src="$B/go"></iframe>',
      files: { go: { status: 302, headers: { location: '$U' } } },
    },
    {
      name: 'redirect to another scheme',
      html: '<img src="$B/go">',
      files: { go: { status: 302, headers: { location: '//$H/' } } },
    },
    {
      name: 'event source redirected',
      script: 'new EventSource("$B/go")',
      files: { go: { status: 302, headers: { location: '$U' } } },
    },
    {
      name: 'worker script redirected',
      script: 'new Worker("$B/w.js")',
      files: {
        'w.js': { body: 'importScripts("$B/go")', type: 'text/javascript' },
        go: { status: 302, headers: { location: '$U' } },
      },
    },
    {
      name: 'video redirected',
      html: '<video preload="auto" src="$B/go"></video>',
      files: { go: { status: 302, headers: { location: '$U' } } },
    },
    {
      name: 'stylesheet redirected',
      html: '<link rel="stylesheet" href="$B/go">',
      files: { go: { status: 302, headers: { location: '$U' } } },
    },
    {
      name: 'import of a stylesheet',
      html: '<link rel="stylesheet" href="$B/a.css">',
      files: { 'a.css': { type: 'text/css', body: '@import "$U";' } },
    },
    {
      name: 'refresh header of a frame',
      html: '<iframe src="$B/r"></iframe>',
      files: { r: { type: 'text/html', body: 'x', headers: { refresh: '0; url=$U' } } },
    },
    { name: 'link header: preload', html: 'x', headers: { link: '<$U>; rel=preload; as=image' } },
    {
      name: 'link header: preconnect',
      html: 'x',
      headers: { link: '<$U>; rel=preconnect' },
      silent: true,
    },
    { name: 'link header: stylesheet', html: 'x', headers: { link: '<$U>; rel=modulepreload' } },
    {
      name: 'link header of a stylesheet',
      html: '<link rel="stylesheet" href="$B/a.css"><img src="$U">',
      files: {
        'a.css': {
          type: 'text/css',
          body: 'p{}',
          headers: { link: '<$U>; rel=preload; as=image' },
        },
      },
    },
    {
      name: 'csp report-uri',
      html: '<img src="http://blocked.example/">',
      headers: { 'content-security-policy': "img-src 'none'; report-uri $U" },
    },
    {
      name: 'csp report-only',
      html: '<img src="data:,x">',
      headers: { 'content-security-policy-report-only': "img-src 'none'; report-uri $U" },
    },
    {
      name: 'csp of a meta element',
      html: '<meta http-equiv="content-security-policy" content="upgrade-insecure-requests"><img src="$U">',
    },
    {
      name: 'csp report-to',
      html: '<img src="data:,x">',
      headers: { ...REPORTING, 'content-security-policy': "img-src 'none'; report-to e" },
      secure: true,
      silent: true,
    },
    {
      name: 'network error logging',
      html: '<img src="/nothing/here">',
      headers: {
        ...REPORTING,
        nel: '{"report_to":"g","max_age":60,"success_fraction":1,"failure_fraction":1}',
      },
      secure: true,
      silent: true,
    },
    {
      name: 'source map',
      html: '<script src="$B/s.js"></script>',
      files: {
        's.js': {
          type: 'text/javascript',
          body: '1//# sourceMappingURL=$U',
          headers: { sourcemap: '$U' },
        },
      },
      silent: true,
    },
    {
      name: 'alternative service',
      html: '<img src="$B/i">',
      secure: true,
      headers: { 'alt-svc': 'h2="$H"; ma=60, h3="$H"; ma=60' },
      files: { i: { body: '', headers: { 'alt-svc': 'h2="$H"; ma=60' } } },
      silent: true,
    },
    {
      name: 'xslt',
      html: '<iframe src="$B/x.xml"></iframe>',
      files: {
        'x.xml': { type: 'text/xml', body: '<?xml-stylesheet type="text/xsl" href="$U"?><a/>' },
      },
      silent: true,
    },
    {
      name: 'style sheet of xml',
      html: '<iframe src="$B/x.xml"></iframe>',
      files: {
        'x.xml': { type: 'text/xml', body: '<?xml-stylesheet type="text/css" href="$U"?><a/>' },
      },
    },
    {
      name: 'external entity',
      html: '<iframe src="$B/x.xml"></iframe>',
      files: {
        'x.xml': { type: 'text/xml', body: '<!DOCTYPE a [<!ENTITY e SYSTEM "$U">]><a>&e;</a>' },
      },
      silent: true,
    },
    {
      name: 'html by xml',
      html: '<iframe src="$B/x.xhtml"></iframe>',
      files: {
        'x.xhtml': {
          type: 'application/xhtml+xml',
          body: '<html xmlns="http://www.w3.org/1999/xhtml"><img src="$U"/></html>',
        },
      },
    },
    {
      name: 'document of svg',
      html: '<iframe src="$B/x.svg"></iframe>',
      files: {
        'x.svg': {
          type: 'image/svg+xml',
          body: '<svg xmlns="http://www.w3.org/2000/svg"><image href="$U" width="9" height="9"/></svg>',
        },
      },
    },
    {
      name: 'page in mhtml',
      html: '<iframe src="$B/x.mht"></iframe>',
      files: {
        'x.mht': {
          type: 'multipart/related',
          body: 'MIME-Version: 1.0\nContent-Type: text/html\n\n<img src="$U">',
        },
      },
      silent: true,
    },
  ],
};
