/** File of a runner's code through which Lambda starts the runtime. */
export const WRAPPER_FILE = 'guard-wrapper.sh';

/**
 * Lambda's variable that names the file, as an absolute path in the function.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-modify.html
 */
export const WRAPPER_VARIABLE = 'AWS_LAMBDA_EXEC_WRAPPER';

/** Folder of a function's code. */
const CODE_DIR = '/var/task';

/** The path of the wrapper in a function. */
export const WRAPPER_PATH = `${CODE_DIR}/${WRAPPER_FILE}`;

/** Set by the wrapper: the file of Node, which it has started through a copy of the loader. */
export const NODE_VARIABLE = 'WAYWISER_NODE';
