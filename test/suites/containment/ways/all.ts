import { ADDRESS_DOCUMENTS, ADDRESSES } from './addresses.ts';
import { DOCUMENTS } from './documents.ts';
import { ELEMENTS } from './elements.ts';
import { HEADERS } from './headers.ts';
import { JOURNEYS } from './journeys.ts';
import { NAME_DOCUMENTS, NAMES, REBINDING } from './names.ts';
import { RARE, RARE_DOCUMENTS } from './others.ts';
import { REALTIME, SECURE } from './realtime.ts';
import { SCRIPTS } from './scripts.ts';
import { STYLES } from './styles.ts';
import type { WayGroup } from './way.ts';

/** All ways of the campaign. */
export const GROUPS: readonly WayGroup[] = [
  ELEMENTS,
  STYLES,
  SCRIPTS,
  HEADERS,
  ADDRESSES,
  NAMES,
  REALTIME,
  SECURE,
  RARE,
  DOCUMENTS,
  ADDRESS_DOCUMENTS,
  NAME_DOCUMENTS,
  REBINDING,
  RARE_DOCUMENTS,
  JOURNEYS,
];
