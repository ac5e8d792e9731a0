// Imported by the entry of the command line before anything else.
import { exitOnOwnFailure } from './own-failure.ts';

exitOnOwnFailure();
