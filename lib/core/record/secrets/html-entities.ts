/** The named characters of HTML 4 and of its punctuation, without `&` and `;`, by code point. */
const NAMES: Readonly<Record<string, string>> = {
  9: 'Tab',
  10: 'NewLine',
  33: 'excl',
  34: 'quot QUOT',
  35: 'num',
  36: 'dollar',
  37: 'percnt',
  38: 'amp AMP',
  39: 'apos',
  40: 'lpar',
  41: 'rpar',
  42: 'ast midast',
  43: 'plus',
  44: 'comma',
  46: 'period',
  47: 'sol',
  58: 'colon',
  59: 'semi',
  60: 'lt LT',
  61: 'equals',
  62: 'gt GT',
  63: 'quest',
  64: 'commat',
  91: 'lbrack lsqb',
  92: 'bsol',
  93: 'rbrack rsqb',
  94: 'Hat',
  95: 'lowbar UnderBar',
  96: 'grave DiacriticalGrave',
  123: 'lbrace lcub',
  124: 'vert verbar VerticalLine',
  125: 'rbrace rcub',
  338: 'OElig',
  339: 'oelig',
  352: 'Scaron',
  353: 'scaron',
  376: 'Yuml',
  402: 'fnof',
  710: 'circ',
  732: 'tilde',
  8194: 'ensp',
  8195: 'emsp',
  8201: 'thinsp',
  8204: 'zwnj',
  8205: 'zwj',
  8208: 'hyphen dash',
  8211: 'ndash',
  8212: 'mdash',
  8216: 'lsquo',
  8217: 'rsquo',
  8220: 'ldquo',
  8221: 'rdquo',
  8226: 'bull',
  8230: 'hellip',
  8249: 'lsaquo',
  8250: 'rsaquo',
  8364: 'euro',
  8482: 'trade',
};

/** From U+00A0 on, in order. */
const LATIN_1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';
/** From U+0391 on, in order; capital final sigma does not exist. */
const GREEK =
  'Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho - Sigma Tau Upsilon Phi Chi Psi Omega - - - - - - - alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau upsilon phi chi psi omega';

const FIRST_LATIN_1 = 0xa0;
const FIRST_GREEK = 0x391;

/** The character of each named entity. */
export const HTML_ENTITIES: ReadonlyMap<string, string> = new Map([
  ...Object.entries(NAMES).flatMap(([point, names]) =>
    names.split(' ').map((name): [string, string] => [name, String.fromCodePoint(Number(point))]),
  ),
  ...inOrder(LATIN_1, FIRST_LATIN_1),
  ...inOrder(GREEK, FIRST_GREEK),
]);

function inOrder(names: string, first: number): readonly [string, string][] {
  return names
    .split(' ')
    .map((name, index): [string, string] => [name, String.fromCodePoint(first + index)]);
}
