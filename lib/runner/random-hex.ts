/**
 * Random hexadecimal digits, two for each byte. Node's cryptography is loaded at the first call: it
 * would be an eighth of a runner's start, which needs none.
 */
export function randomHex(bytes: number): string {
  const { randomBytes } = process.getBuiltinModule('node:crypto');

  return randomBytes(bytes).toString('hex');
}
