// In place of @aws-sdk/credential-provider-node in the functions: Lambda puts the credentials of a role into the
// environment. The other places (profiles, single sign-on, metadata of machines) are a tenth of a runner's code.
const { fromEnv } = require('@aws-sdk/credential-provider-env');

exports.defaultProvider = (options) => fromEnv(options);
