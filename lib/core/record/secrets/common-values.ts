/** Values with fewer characters are not replaced: they occur by chance in every text. */
export const MIN_SECRET = 4;

/**
 * Words that ordinary pages, records and programs consist of, and the passwords that everybody tries
 * first. To replace them would blank a page, and a reader would know what was there.
 */
const COMMON_WORDS: ReadonlySet<string> = new Set(
  `
  true false null undefined none nan yes on off
  about account action active address admin administrator after alert alias amount anonymous answer
  application array article assert async attribute auth authorization auto await back backup base base64
  basic bearer before black blank block blog blue body boolean border bottom box browse browser build
  button cache call cancel cart case catch category center change chat check checkout child choose chrome
  city class clear click client close cloud code color column comment company complete config configuration
  confirm connect connection console const contact content context continue cookie copy core count country
  create credential credentials current custom customer dashboard data database date debug default define
  delete demo description desktop detail details dev develop development device dialog direction disabled
  display div document domain done down download draft edit element else email empty enabled encoding
  english enter entity entry environment error event example exit expect export express external extra fail
  failed failure fetch field file filter final find first flag flex float folder font footer form format
  forward frame free from front full function general github global google grant graph gray green grid group
  guest handle head header height hello help hidden high hint history home host hour href html http https
  icon image images import index info init inline inner input insert install integer internal invalid item
  items java javascript join journey json keep key keyword label language large last layout left length
  level light limit line link list live load loading local localhost location locked login logout long main
  manager many mask master match menu message meta method mini minute mobile mode model module monitor month
  more move name native navigation network next node normal note number object open operator option optional
  options order origin other output owner package page parent part pass passed password passwort path pause
  payment phone picture place plain plan play point policy popup port position post preview previous price
  print private process prod product production profile program project promise property protocol proxy
  public push query quick quote random read ready record redirect refresh region register reject release
  remember remote remove render reply report request require required reset resource response rest result
  return review right role root round route row rule sample save scale schedule scheme scope screen script
  scroll search secret section secure security select self send server service session set settings setup
  share shop short show sign signin signup simple single site size slot small software some sort source space
  span split stage staging standard start state static status step stop storage store strict string style
  submit success super support switch symbol system tab table target task team temp template temporary test
  tester testing testuser text theme this time timeout title today token tools top total trace track transfer
  transition trigger type unit unknown unlock update upload user username users utf-8 valid validate value
  values variable vendor version video view visible visitor void wait warning watch waywiser website week
  welcome white width window with word work world write xhtml year your zone
  abc123 admin123 changeit changeme default1 letmein p@ssw0rd pass123 pass1234 passw0rd password1
  password12 password123 qwer qwerty qwerty123 qwertz secret123 test123 test1234 user123 welcome1
  12345 123456 1234567 12345678 123456789 1234567890 123123 111111 000000 654321
  abcd abcdef abcdefgh asdf asdfgh iloveyou dragon monkey football baseball sunshine princess
  `
    .trim()
    .split(/\s+/),
);

/** Up to four digits: years, ports, statuses, sizes and prices. */
const SMALL_NUMBER = /^\d{1,4}$/;
/** One character up to eight times: rules, padding, placeholders. */
const ONE_CHARACTER = /^([^])\1{0,7}$/;

/** Why a value cannot be hidden: replacing it would change what has nothing to do with it. */
export type CommonReason = 'short' | 'word' | 'number' | 'repeated';

/**
 * Whether a secret's value is too common to be replaced wherever it occurs, and why; null if it is
 * not. Only short values, numbers of up to four digits, one repeated character and the words of a
 * closed list are: a value that is merely weak is replaced.
 */
export function commonReason(value: string): CommonReason | null {
  const text = value.trim();
  if (SMALL_NUMBER.test(text)) return 'number';
  if (text.length < MIN_SECRET) return 'short';
  if (COMMON_WORDS.has(text.toLowerCase())) return 'word';

  return ONE_CHARACTER.test(text) ? 'repeated' : null;
}
