import type { Command } from 'commander';
import { storeCheck, type StoreCheckOptions } from '../store/store-check.ts';
import { storeExport, type StoreExportOptions } from '../store/store-export.ts';
import { storeImport, type StoreImportOptions } from '../store/store-import.ts';
import { storeRepair } from '../store/store-repair.ts';
import { storeSize, type StoreSizeOptions } from '../store/store-size.ts';
import { type CommandFrame, OPTION_TEXT, subcommand } from './command-frame.ts';

/** Declares `waywiser store`, which measures the store on this machine. */
export function addStore(program: Command, frame: CommandFrame): void {
  const command = subcommand(program, 'store')
    .summary('show what is stored on this machine, and its size')
    .description(
      'Shows what the store on this machine holds: runs, rollups, findings, notes and evidence, with their number, size and age, and for how long each is stored.',
    )
    // So that subcommands can have options of the same name.
    .enablePositionalOptions()
    .option('--stage <name>', OPTION_TEXT.stage)
    .option('--json', OPTION_TEXT.json)
    .action(async (options: StoreSizeOptions) => {
      frame.code = await storeSize(options, frame.paths, frame.io);
    });
  addCheck(command, frame);
  addTransfer(command, frame);
}

function addCheck(command: Command, frame: CommandFrame): void {
  subcommand(command, 'check')
    .summary('read everything, and report what is damaged')
    .description(
      'Reads every file and every item of the store on this machine, and changes nothing. Exit code 0: sound, 3: damaged.',
    )
    .option('--json', OPTION_TEXT.json)
    .action(async (options: StoreCheckOptions) => {
      frame.code = await storeCheck(options, frame.paths, frame.io);
    });
  subcommand(command, 'repair')
    .summary('repair a damaged store, and keep a copy of it as it was')
    .description(
      'Reads every file of the store. If one is damaged, sets the database aside as .waywiser/db.damaged-TIME, and makes a new one with every item that is undamaged. Moves unreadable items to a file. Stop waywiser dev first.',
    )
    .option('--json', OPTION_TEXT.json)
    .action(async (options: StoreCheckOptions) => {
      frame.code = await storeRepair(options, frame.paths, frame.io);
    });
}

function addTransfer(command: Command, frame: CommandFrame): void {
  subcommand(command, 'export')
    .summary('write everything that is stored to one file')
    .description(
      'Writes all runs, rollups, findings and notes to a compressed file, one JSON text in each line, with a header of counts and checksum.',
    )
    .option('--out <file>', 'file to write (default: waywiser-store-TIME.ndjson.gz)')
    .option('--json', OPTION_TEXT.json)
    .action(async (options: StoreExportOptions) => {
      frame.code = await storeExport(options, frame.paths, frame.io);
    });
  subcommand(command, 'import')
    .summary('merge an export into the store')
    .description(
      'Stores the items of an export, unless the store has the same or a more complete version. Can be repeated. A line that cannot be read is reported and left out.',
    )
    .argument('<file>', 'a file of waywiser store export')
    .option('--json', OPTION_TEXT.json)
    .action(async (file: string, options: Omit<StoreImportOptions, 'file'>) => {
      frame.code = await storeImport({ ...options, file }, frame.paths, frame.io);
    });
}
