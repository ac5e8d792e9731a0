/** Options without a value that change the request. */
export const FLAGS: Readonly<Record<string, 'get' | 'head' | 'insecure'>> = {
  '--get': 'get',
  '--head': 'head',
  '--insecure': 'insecure',
};
/** Long names of short options. */
export const SHORT: Readonly<Record<string, string>> = {
  X: '--request',
  H: '--header',
  d: '--data',
  F: '--form',
  u: '--user',
  b: '--cookie',
  A: '--user-agent',
  e: '--referer',
  G: '--get',
  I: '--head',
  k: '--insecure',
};
/** What only says how curl runs and prints: nothing of it belongs into a journey. */
export const OF_THE_TERMINAL = new Set(
  [
    '-s -S -v -i -L -f -N -g -# --silent --show-error --verbose --include --location --fail',
    '--fail-with-body --compressed --no-buffer --globoff --progress-bar --http1.1 --http2 --http3',
    '--tlsv1.2 --tlsv1.3 --tcp-nodelay --no-keepalive --location-trusted --path-as-is -4 -6',
  ].flatMap((line) => line.split(' ')),
);
/** Further options with a value: they must not be taken for a URL. */
export const IGNORED_WITH_VALUE = new Set(
  [
    '-o -w -m -c -x -T -r -K -E -D -C -t -y -Y -z --output --write-out --max-time --connect-timeout',
    '--cookie-jar --proxy --upload-file --range --config --cert --key --cacert --capath --ciphers',
    '--resolve --connect-to --interface --retry --retry-delay --retry-max-time --limit-rate --dump-header',
    '--max-redirs --proxy-user --unix-socket --aws-sigv4 --variable --noproxy --dns-servers --engine',
  ].flatMap((line) => line.split(' ')),
);
