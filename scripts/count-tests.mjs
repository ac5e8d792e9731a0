// Adds up what the test runs wrote, and fails where a run executed nothing.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const [folder = 'test-output'] = process.argv.slice(2);
const reports = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({ file, ...JSON.parse(readFileSync(path.join(folder, file), 'utf8')) }));

const empty = reports.filter((report) => report.numPassedTests + report.numFailedTests === 0);
for (const { file } of empty) console.error(`${file}: no test was executed`);

const passed = reports.reduce((sum, report) => sum + report.numPassedTests, 0);
const failed = reports.reduce((sum, report) => sum + report.numFailedTests, 0);
const skipped = reports.reduce((sum, report) => sum + report.numPendingTests, 0);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || empty.length > 0 || reports.length === 0 ? 1 : 0;
