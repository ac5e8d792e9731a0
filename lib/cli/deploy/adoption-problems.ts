import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parsedJson } from '../../core/base/plain-data.ts';
import { withoutLiteralName } from '../../core/deploy/adoptable.ts';

const TEMPLATE = '.template.json';

/** Why CloudFormation could not adopt a table or bucket of the templates in a folder. */
export function adoptionProblems(assembly: string): readonly string[] {
  return readdirSync(assembly)
    .filter((name) => name.endsWith(TEMPLATE))
    .toSorted()
    .flatMap((name) => {
      const template = parsedJson(readFileSync(path.join(assembly, name), 'utf8'));
      const stack = name.slice(0, -TEMPLATE.length);

      return withoutLiteralName(template).map(
        (id) =>
          `Cannot adopt "${id}" of stack ${stack}: its name contains the account, which is not known; expected --account, account in waywiser.config.ts, or AWS credentials`,
      );
    });
}
