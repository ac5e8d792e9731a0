// Imported by the entry of the command line before anything that loads a client of AWS.
// On Node 20, the SDK prints six lines about its versions from 2027 on. The versions of this package are exact and
// run on Node 20, so there is nothing that a user could do about it.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
