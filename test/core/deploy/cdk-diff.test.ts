import { readCdkDiff } from '../../../lib/core/deploy/cdk-diff.ts';

const OUTPUT = `start: Building waywiser-prod-home Template
Stack waywiser-prod-home
Parameters
[+] Parameter BootstrapVersion BootstrapVersion: {"Type":"AWS::SSM::Parameter::Value<String>"}

Resources
[+] AWS::SQS::Queue Jobs/Undelivered JobsUndelivered0A1B2C3D
[~] AWS::Lambda::Function Jobs/Jobs/Function JobsFunction0A1B2C3D
 ├─ [~] Code
 │   └─ [~] .S3Key:
 │       ├─ [-] old
 │       └─ [+] new
 └─ [~] MemorySize
[~] AWS::DynamoDB::Table Runs/Table RunsTable0A1B2C3D replace
[-] AWS::SNS::Topic Old Old0A1B2C3D destroy
[-] AWS::S3::Bucket Kept Kept0A1B2C3D orphan

Stack waywiser-prod-alarms-0
There were no differences
Stack waywiser-prod-eu-west-1
Resources
[+] Custom::S3AutoDeleteObjects Evidence/Bucket/AutoDelete Evidence0A1B2C3D
`;

describe('readCdkDiff()', () => {
  it('readCdkDiff() counts resources by stack, and no parameters or properties', () => {
    expect(readCdkDiff(OUTPUT)).toEqual([
      { stack: 'waywiser-prod-home', added: 1, changed: 2, removed: 2, replaced: 1 },
      { stack: 'waywiser-prod-eu-west-1', added: 1, changed: 0, removed: 0, replaced: 0 },
    ]);
  });

  it('readCdkDiff() is empty when nothing differs', () => {
    expect(readCdkDiff('Stack a\nThere were no differences\n')).toEqual([]);
  });
});
