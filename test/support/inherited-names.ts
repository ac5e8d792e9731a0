/** Names that every plain object has without its doing, such as `constructor` and `__proto__`. */
export const INHERITED_NAMES: readonly string[] = Object.getOwnPropertyNames(Object.prototype);
