/** The six characters that Secrets Manager adds to a secret's name in its ARN. */
const RANDOM_SUFFIX = /-[A-Za-z0-9]{6}$/;

/**
 * Whether an ARN of Secrets Manager ends as if it were complete. A name can end in the same way, such as
 * `shop-apikey`: then the ARN lacks what the service adds, and nothing in it shows that.
 */
export function mayBeComplete(arn: string): boolean {
  return RANDOM_SUFFIX.test(arn);
}

/** The name of a secret by its ARN, which is whole only if the ARN lacks what the service adds. */
export function secretName(arn: string): string {
  return arn.split(':').slice(6).join(':');
}
