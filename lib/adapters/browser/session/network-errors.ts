import type { Cause } from '../../../core/record/outcome.ts';

/**
 * How the cause of an error is found: by the code alone; `name`: by a look-up of our own; `tls`: by a
 * handshake of our own; `address`: the journey names an address that no browser opens, unless a
 * redirect led there.
 */
export type NetworkErrorKind = Cause | 'name' | 'tls' | 'address';

/** Errors with the same cause: kind, predicate of "The document URL …", names without `ERR_`. */
export type NetworkErrorGroup = readonly [NetworkErrorKind, string, string];

/**
 * All network errors of Chromium 153. A test opens each of them and compares it with this table.
 * https://source.chromium.org/chromium/chromium/src/+/main:net/base/net_error_list.h
 */
export const NETWORK_ERRORS: readonly NetworkErrorGroup[] = [
  // Connections.
  ['target.connect', 'could not be loaded: the connection was refused', 'CONNECTION_REFUSED'],
  ['target.connect', 'could not be loaded: the connection failed', 'CONNECTION_FAILED'],
  ['target.connect', 'could not be loaded: the connection timed out', 'CONNECTION_TIMED_OUT'],
  ['target.connect', 'could not be loaded: its address is unreachable', 'ADDRESS_UNREACHABLE'],
  ['target.protocol', 'got no answer: the server reset the connection', 'CONNECTION_RESET'],
  ['target.protocol', 'got no answer: the server closed the connection', 'CONNECTION_CLOSED'],
  [
    'target.protocol',
    'got no answer: the connection was aborted',
    'CONNECTION_ABORTED SOCKET_NOT_CONNECTED',
  ],
  ['target.protocol', 'got an empty answer: the server sent no bytes', 'EMPTY_RESPONSE'],
  ['target.timeout', 'got no answer in time', 'TIMED_OUT'],
  ['name', 'has a name that does not resolve', 'NAME_NOT_RESOLVED NAME_RESOLUTION_FAILED'],
  [
    'name',
    'has a name that does not resolve',
    'DNS_MALFORMED_RESPONSE DNS_SERVER_REQUIRES_TCP DNS_TIMED_OUT DNS_CACHE_MISS DNS_SEARCH_EMPTY DNS_SORT_ERROR DNS_SECURE_RESOLVER_HOSTNAME_RESOLUTION_FAILED DNS_NAME_HTTPS_ONLY DNS_REQUEST_CANCELLED DNS_NO_MATCHING_SUPPORTED_ALPN DNS_SECURE_PROBE_RECORD_INVALID DNS_CACHE_INVALIDATION_IN_PROGRESS DNS_FORMAT_ERROR DNS_SERVER_FAILURE DNS_NOT_IMPLEMENTED DNS_REFUSED DNS_OTHER_FAILURE DNS_DIRECT_ONLY',
  ],
  ['target.dns', 'has a name that collides with a top-level domain', 'ICANN_NAME_COLLISION'],
  // TLS and certificates.
  [
    'tls',
    'failed in the TLS handshake',
    'SSL_PROTOCOL_ERROR SSL_VERSION_OR_CIPHER_MISMATCH SSL_RENEGOTIATION_REQUESTED SSL_NO_RENEGOTIATION SSL_DECOMPRESSION_FAILURE_ALERT SSL_BAD_RECORD_MAC_ALERT SSL_PINNED_KEY_NOT_IN_CERT_CHAIN SSL_DECRYPT_ERROR_ALERT SSL_SERVER_CERT_CHANGED SSL_UNRECOGNIZED_NAME_ALERT SSL_SERVER_CERT_BAD_FORMAT SSL_OBSOLETE_CIPHER SSL_KEY_USAGE_INCOMPATIBLE ALPN_NEGOTIATION_FAILED EARLY_DATA_REJECTED WRONG_VERSION_ON_EARLY_DATA TLS13_DOWNGRADE_DETECTED INVALID_ECH_CONFIG_LIST ECH_NOT_NEGOTIATED ECH_FALLBACK_CERTIFICATE_INVALID STRICT_ECH_REQUIRED INSECURE_RESPONSE',
  ],
  [
    'tls',
    'requires a client certificate',
    'SSL_CLIENT_AUTH_CERT_NEEDED BAD_SSL_CLIENT_AUTH_CERT CLIENT_AUTH_CERT_TYPE_UNSUPPORTED SSL_CLIENT_AUTH_NO_COMMON_ALGORITHMS SSL_CLIENT_AUTH_PRIVATE_KEY_ACCESS_DENIED SSL_CLIENT_AUTH_CERT_NO_PRIVATE_KEY SSL_CLIENT_AUTH_SIGNATURE_FAILED SSL_CLIENT_AUTH_CERT_BAD_FORMAT NO_PRIVATE_KEY_FOR_CERT',
  ],
  [
    'tls',
    'has a certificate that is not valid',
    'CERT_COMMON_NAME_INVALID CERT_DATE_INVALID CERT_AUTHORITY_INVALID CERT_CONTAINS_ERRORS CERT_NO_REVOCATION_MECHANISM CERT_UNABLE_TO_CHECK_REVOCATION CERT_REVOKED CERT_INVALID CERT_WEAK_SIGNATURE_ALGORITHM CERT_NON_UNIQUE_NAME CERT_WEAK_KEY CERT_NAME_CONSTRAINT_VIOLATION CERT_VALIDITY_TOO_LONG CERTIFICATE_TRANSPARENCY_REQUIRED CERT_KNOWN_INTERCEPTION_BLOCKED CERT_SELF_SIGNED_LOCAL_NETWORK CERT_END CT_STH_PARSING_FAILED CT_STH_INCOMPLETE CT_CONSISTENCY_PROOF_PARSING_FAILED',
  ],
  // HTTP.
  ['target.protocol', 'got an answer that is not HTTP', 'INVALID_HTTP_RESPONSE'],
  ['target.protocol', 'got an answer that is not valid HTTP', 'INVALID_RESPONSE'],
  [
    'target.protocol',
    'has several different Content-Length headers',
    'RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH',
  ],
  ['target.protocol', 'has several Location headers', 'RESPONSE_HEADERS_MULTIPLE_LOCATION'],
  [
    'target.protocol',
    'has several Content-Disposition headers',
    'RESPONSE_HEADERS_MULTIPLE_CONTENT_DISPOSITION',
  ],
  ['target.protocol', 'has headers too large for a browser', 'RESPONSE_HEADERS_TOO_BIG'],
  ['target.protocol', 'was cut off within its headers', 'RESPONSE_HEADERS_TRUNCATED'],
  ['target.protocol', 'is a redirect loop: too many redirects', 'TOO_MANY_REDIRECTS'],
  ['target.protocol', 'redirects to an invalid URL', 'INVALID_REDIRECT'],
  ['target.protocol', 'redirects to an address that a page must not open', 'UNSAFE_REDIRECT'],
  [
    'target.protocol',
    'got an answer that violates its protocol',
    'HTTP2_PROTOCOL_ERROR INCOMPLETE_HTTP2_HEADERS HTTP2_SERVER_REFUSED_STREAM HTTP2_PING_FAILED HTTP2_INADEQUATE_TRANSPORT_SECURITY HTTP2_FLOW_CONTROL_ERROR HTTP2_FRAME_SIZE_ERROR HTTP2_COMPRESSION_ERROR HTTP2_RST_STREAM_NO_ERROR_RECEIVED HTTP2_STREAM_CLOSED HTTP_1_1_REQUIRED QUIC_PROTOCOL_ERROR QUIC_HANDSHAKE_FAILED QUIC_CERT_ROOT_NOT_KNOWN QUIC_GOAWAY_REQUEST_CAN_BE_RETRIED WS_PROTOCOL_ERROR WS_UPGRADE TOO_MANY_RETRIES TOO_MANY_ACCEPT_CH_RESTARTS INCONSISTENT_IP_ADDRESS_SPACE TRUST_TOKEN_OPERATION_FAILED',
  ],
  [
    'target.protocol',
    'got an answer that does not fit its request',
    'METHOD_NOT_SUPPORTED REQUEST_RANGE_NOT_SATISFIABLE UNEXPECTED_PROXY_AUTH UNSUPPORTED_AUTH_SCHEME',
  ],
  [
    'target.protocol',
    'was blocked by its own security headers',
    'BLOCKED_BY_RESPONSE BLOCKED_BY_CSP BLOCKED_BY_ORB NETWORK_ACCESS_REVOKED',
  ],
  ['target.status', 'answered an error status without a page', 'HTTP_RESPONSE_CODE_FAILURE'],
  ['target.status', 'did not accept the credentials', 'INVALID_AUTH_CREDENTIALS'],
  // Bodies.
  ['target.body', 'has a body that is too large', 'RESPONSE_BODY_TOO_BIG_TO_DRAIN'],
  ['target.body', 'was cut off: fewer bytes arrived than announced', 'CONTENT_LENGTH_MISMATCH'],
  ['target.body', 'was cut off: its last chunk is missing', 'INCOMPLETE_CHUNKED_ENCODING'],
  ['target.body', 'cannot be decoded: its chunks are malformed', 'INVALID_CHUNKED_ENCODING'],
  ['target.body', 'cannot be decoded: wrong Content-Encoding', 'CONTENT_DECODING_FAILED'],
  ['target.body', 'has an unknown Content-Encoding', 'CONTENT_DECODING_INIT_FAILED'],
  [
    'target.body',
    'cannot be decoded',
    'ENCODING_DETECTION_FAILED ZSTD_WINDOW_SIZE_TOO_BIG DICTIONARY_LOAD_FAILED UNEXPECTED_CONTENT_DICTIONARY_HEADER INVALID_SIGNED_EXCHANGE INVALID_WEB_BUNDLE',
  ],
  // Addresses that no browser opens.
  [
    'address',
    'has an address that a browser does not open',
    'INVALID_URL DISALLOWED_URL_SCHEME UNKNOWN_URL_SCHEME UNSAFE_PORT MALFORMED_IDENTITY',
  ],
  // What the journey did.
  ['journey.exception', 'was not loaded: its loading was aborted', 'ABORTED'],
  [
    'journey.exception',
    'was blocked by a route of the journey',
    'BLOCKED_BY_CLIENT UPLOAD_FILE_CHANGED UPLOAD_STREAM_REWIND_NOT_SUPPORTED',
  ],
  ['journey.exception', 'is a file that does not exist', 'FILE_NOT_FOUND FILE_PATH_TOO_LONG'],
  ['journey.exception', 'is the result of a form that was not sent again', 'CACHE_MISS'],
  // What a browser refuses to protect its machine.
  [
    'security.blocked',
    'was blocked: a page of another network must not open it',
    'BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS CACHED_IP_ADDRESS_SPACE_BLOCKED_BY_LOCAL_NETWORK_ACCESS_POLICY LOCAL_NETWORK_PERMISSION_MISSING',
  ],
  // The monitor's machine.
  ['monitor.network', 'was not requested: this machine is offline', 'INTERNET_DISCONNECTED'],
  ['monitor.network', 'was aborted: this machine changed its network', 'NETWORK_CHANGED'],
  ['monitor.network', 'was aborted: this machine was suspended', 'NETWORK_IO_SUSPENDED'],
  [
    'monitor.network',
    'was not requested: network access is denied',
    'NETWORK_ACCESS_DENIED ACCESS_DENIED CLEARTEXT_NOT_PERMITTED BLOCKED_BY_ADMINISTRATOR BLOCKED_IN_INCOGNITO_BY_ADMINISTRATOR BLOCKED_BY_FINGERPRINTING_PROTECTION MULTICAST_NOT_ALLOWED',
  ],
  [
    'monitor.network',
    'was not requested: this machine has no free address or port, or the address is not valid',
    'ADDRESS_INVALID ADDRESS_IN_USE',
  ],
  [
    'monitor.network',
    'was not requested: a proxy of this machine failed',
    'TUNNEL_CONNECTION_FAILED PROXY_AUTH_UNSUPPORTED SOCKS_CONNECTION_FAILED SOCKS_CONNECTION_HOST_UNREACHABLE PROXY_AUTH_REQUESTED PROXY_CONNECTION_FAILED MANDATORY_PROXY_CONFIGURATION_FAILED PROXY_CERTIFICATE_INVALID UNABLE_TO_REUSE_CONNECTION_FOR_PROXY_AUTH PROXY_UNABLE_TO_CONNECT_TO_DESTINATION PROXY_DELEGATE_CANCELED_CONNECT_REQUEST PROXY_DELEGATE_CANCELED_CONNECT_RESPONSE PAC_SCRIPT_FAILED NO_SUPPORTED_PROXIES PAC_NOT_IN_DHCP PROXY_AUTH_REQUESTED_WITH_NO_CONNECTION PROXY_HTTP_1_1_REQUIRED PAC_SCRIPT_TERMINATED',
  ],
  [
    'monitor.dns',
    'was not requested: too many names are looked up',
    'HOST_RESOLVER_QUEUE_TOO_LARGE',
  ],
  [
    'monitor.memory',
    'was aborted: this machine lacks resources',
    'INSUFFICIENT_RESOURCES NO_BUFFER_SPACE PRECONNECT_MAX_SOCKET_LIMIT WS_THROTTLE_QUEUE_TOO_LARGE',
  ],
  ['monitor.memory', 'was aborted: this machine has no memory left', 'OUT_OF_MEMORY'],
  ['monitor.disk', 'was aborted: this machine has no disk space left', 'FILE_NO_SPACE'],
  [
    'monitor.disk',
    'was aborted: the browser cannot use its files',
    'FILE_EXISTS FILE_TOO_BIG FILE_VIRUS_INFECTED CACHE_READ_FAILURE CACHE_WRITE_FAILURE CACHE_OPEN_FAILURE CACHE_CREATE_FAILURE CACHE_DOOM_FAILURE CACHE_OPEN_OR_CREATE_FAILURE CACHE_CHECKSUM_READ_FAILURE CACHE_CHECKSUM_MISMATCH CACHE_COMPRESSION_FAILURE',
  ],
  [
    'monitor.browser',
    'was aborted by a fault of the browser',
    'CONTEXT_SHUT_DOWN INVALID_ARGUMENT INVALID_HANDLE NOT_IMPLEMENTED UNEXPECTED SOCKET_IS_CONNECTED WINSOCK_UNEXPECTED_WRITTEN_BYTES MSG_TOO_BIG CONTROL_MSG_TOO_BIG SOCKET_SET_RECEIVE_BUFFER_SIZE_ERROR SOCKET_SET_SEND_BUFFER_SIZE_ERROR SOCKET_RECEIVE_BUFFER_SIZE_UNCHANGEABLE SOCKET_SEND_BUFFER_SIZE_UNCHANGEABLE READ_IF_READY_NOT_IMPLEMENTED TEMPORARILY_THROTTLED CACHE_OPERATION_NOT_SUPPORTED CACHE_RACE CACHE_LOCK_TIMEOUT CACHE_AUTH_FAILURE_AFTER_READ CACHE_ENTRY_NOT_SUITABLE TRUST_TOKEN_OPERATION_SUCCESS_WITHOUT_SENDING_REQUEST HTTPENGINE_PROVIDER_IN_USE CERT_DATABASE_CHANGED CERT_VERIFIER_CHANGED',
  ],
  [
    'monitor.browser',
    'was aborted: certificates or keys of this machine cannot be used',
    'ADD_USER_CERT_FAILED PKCS12_IMPORT_BAD_PASSWORD PKCS12_IMPORT_FAILED IMPORT_CA_CERT_NOT_CA IMPORT_CERT_ALREADY_EXISTS IMPORT_CA_CERT_FAILED IMPORT_SERVER_CERT_FAILED PKCS12_IMPORT_INVALID_MAC PKCS12_IMPORT_INVALID_FILE PKCS12_IMPORT_UNSUPPORTED KEY_GENERATION_FAILED PRIVATE_KEY_EXPORT_FAILED SELF_SIGNED_CERT_GENERATION_FAILED MISSING_AUTH_CREDENTIALS UNEXPECTED_SECURITY_LIBRARY_STATUS MISCONFIGURED_AUTH_ENVIRONMENT UNDOCUMENTED_SECURITY_LIBRARY_STATUS',
  ],
  // A code without a meaning of its own: routes of journeys and faults of the browser end so.
  ['monitor.unknown', 'failed for an unknown reason', 'FAILED'],
];
