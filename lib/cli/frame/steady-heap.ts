import { setFlagsFromString } from 'node:v8';

// Imported by the entry of the command line before anything that needs memory.
// The space for young objects grows up to 32 MB and seldom shrinks again: in a process that runs for
// months, one size is enough.
if (process.argv[2] === 'dev') setFlagsFromString('--semi-space-growth-factor=1');
