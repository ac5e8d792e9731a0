import { configFile } from './config-file.ts';
import { journeyFiles } from './journey-files.ts';
import { readmeFile } from './readme-file.ts';
import type { Scaffold, ScaffoldFile } from './scaffold.ts';
import { settingsFiles } from './settings-files.ts';
import { workflowFile } from './workflow-file.ts';

/** Every file of a new project but its package.json, in the order in which they are best read. */
export function projectFiles(scaffold: Scaffold): readonly ScaffoldFile[] {
  return [
    ...journeyFiles(scaffold),
    configFile(scaffold),
    ...settingsFiles(scaffold),
    ...(scaffold.ci ? [workflowFile()] : []),
    readmeFile(scaffold),
  ];
}
