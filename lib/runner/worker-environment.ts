/** What a worker may know of the environment: where things are, never credentials. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SYSTEMROOT',
  'LANG',
  'LC_ALL',
  'TZ',
  'XDG_CACHE_HOME',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'FONTCONFIG_PATH',
  'LD_LIBRARY_PATH',
] as const;

/** The environment of a worker process: an allow-list, so that nothing new slips through. */
export function workerEnvironment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]]])),
  );
}
