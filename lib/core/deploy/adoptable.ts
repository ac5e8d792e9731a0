import { fieldsOf } from '../base/plain-data.ts';

/** Resources that CloudFormation keeps, and the property with their name. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::S3::Bucket': 'BucketName',
};

/**
 * Logical ids of tables and buckets whose names are not literal in a template. CloudFormation adopts an existing
 * resource only by a literal name.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html
 */
export function withoutLiteralName(template: unknown): readonly string[] {
  return Object.entries(fieldsOf(fieldsOf(template)['Resources'])).flatMap(([id, resource]) => {
    const { Type: type, Properties: properties } = fieldsOf(resource);
    const property = typeof type === 'string' ? NAMES[type] : undefined;
    if (property === undefined) return [];

    return typeof fieldsOf(properties)[property] === 'string' ? [] : [id];
  });
}
