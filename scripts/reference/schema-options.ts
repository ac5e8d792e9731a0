import { z } from 'zod';

/** An option as the schema knows it. */
export interface SchemaOption {
  readonly name: string;
  /** What is expected, in the words of the validator's own messages. */
  readonly expected: string;
  readonly isOptional: boolean;
  /** The text between its name and those of the options inside it: `.`, `[].` or `.*.`. */
  readonly joint: string;
  /** Options inside it; empty where it is no object and no list of objects. */
  readonly inner: readonly SchemaOption[];
}

/** The options of an object of the schema, in its order. */
export function schemaOptions(schema: z.ZodObject): readonly SchemaOption[] {
  return Object.entries(schema.shape).map(([name, option]) => {
    const required = option instanceof z.ZodOptional ? option.unwrap() : option;
    const object = objectIn(required);

    return {
      name,
      expected: expectedBy(required),
      isOptional: option instanceof z.ZodOptional,
      joint: jointOf(required),
      inner: object === null ? [] : schemaOptions(object),
    };
  });
}

/** What a schema says when it is given what nothing accepts. */
function expectedBy(schema: unknown): string {
  if (!(schema instanceof z.ZodType)) throw new TypeError('Cannot describe what is no schema');
  const { success, error } = schema.safeParse(Symbol('of no type'));
  const [issue] = success ? [] : error.issues;
  if (issue === undefined) throw new TypeError('Cannot describe a schema that takes anything');

  return schema.description ?? issue.message;
}

function jointOf(schema: unknown): string {
  if (schema instanceof z.ZodArray) return '[].';

  return schema instanceof z.ZodRecord ? '.*.' : '.';
}

/** The object that a schema is, or is made of: an element, a value, one of several. */
function objectIn(schema: unknown): z.ZodObject | null {
  if (schema instanceof z.ZodObject) return schema;
  if (schema instanceof z.ZodArray) return objectIn(schema.element);
  if (schema instanceof z.ZodRecord) return objectIn(schema.valueType);
  if (!(schema instanceof z.ZodUnion)) return null;
  const found = schema.options.map(objectIn).find((each) => each !== null);

  return found ?? null;
}
