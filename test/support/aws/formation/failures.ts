/** AWS refuses an operation on one resource: the stack's operation fails and is rolled back. */
export class ResourceFailure extends Error {
  override readonly name = 'ResourceFailure';
}

/** CloudFormation refuses an operation before it begins: nothing changes. */
export class OperationRefused extends Error {
  override readonly name = 'OperationRefused';
}

/**
 * The model does not know a type, a property or a function of templates, so it cannot be as strict as
 * AWS. Extend the kinds in `kinds/` with the rules that AWS documents for it.
 */
export class Unmodelled extends Error {
  override readonly name = 'Unmodelled';
}
