import type { CDPSession } from 'playwright-core';

// Playwright has the protocol's types and does not export them; its session's signature shows them.
declare const session: CDPSession;

type OnRequest = typeof session.on<'Network.requestWillBeSent'>;
type OnResponse = typeof session.on<'Network.responseReceived'>;
type OnFailure = typeof session.on<'Network.loadingFailed'>;

type OnDownload = typeof session.on<'Browser.downloadWillBegin'>;
type OnProgress = typeof session.on<'Browser.downloadProgress'>;

/** `Browser.downloadWillBegin` of the DevTools protocol. */
export type DownloadStart = Parameters<Parameters<OnDownload>[1]>[0];
/** `Browser.downloadProgress` of the DevTools protocol. */
export type DownloadProgress = Parameters<Parameters<OnProgress>[1]>[0];
/** `Network.requestWillBeSent` of the DevTools protocol. */
export type RequestSent = Parameters<Parameters<OnRequest>[1]>[0];
/** `Network.Response` of the DevTools protocol. */
export type NetworkResponse = Parameters<Parameters<OnResponse>[1]>[0]['response'];
/** `Network.SecurityDetails` of the DevTools protocol. */
export type SecurityDetails = NonNullable<NetworkResponse['securityDetails']>;
/** `Network.loadingFailed` of the DevTools protocol. */
export type LoadingFailed = Parameters<Parameters<OnFailure>[1]>[0];
