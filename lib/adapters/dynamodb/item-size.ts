import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/**
 * The size of an item as DynamoDB counts it: names and texts in UTF-8, a number as a byte and half a
 * byte a digit, a list or map as 3 bytes and one for each element.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemBytes(item: Readonly<Record<string, AttributeValue>>): number {
  return Object.entries(item).reduce((sum, [name, value]) => {
    return sum + Buffer.byteLength(name) + valueBytes(value);
  }, 0);
}

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.B !== undefined) return value.B.length;
  if (value.L !== undefined) {
    return 3 + value.L.reduce((sum, each) => sum + 1 + valueBytes(each), 0);
  }
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemBytes(value.M);

  return 1;
}

/** Two digits a byte, and one for exponent and sign. */
function numberBytes(text: string): number {
  const digits = text.replace(/e.*/i, '').replaceAll(/[-.]/g, '').replace(/^0+/, '');

  return Math.min(21, 1 + Math.ceil(Math.max(1, digits.length) / 2));
}
