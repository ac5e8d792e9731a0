import { RemovalPolicy } from 'aws-cdk-lib';

/**
 * What becomes of the table and the evidence with their stack: kept, unless the creation of the stack fails. A
 * resource that the rollback of a creation kept would block the next attempt, because its name is taken.
 */
export function removalPolicyOf({ keepData }: { readonly keepData: boolean }): RemovalPolicy {
  return keepData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
}
