/** Words in names of secret fields, separated by `-`, `_`, or capitals. */
const SECRET_WORDS =
  /(?:^|[-_.\s[])(?:pass(?:word|wd|phrase|code)?|pwd|secrets?|tokens?|api-?keys?|access-?key|private-?key|auth(?:orization)?|credentials?|session-?(?:id|token)|otp|totp|one-?time-?code|cvv|cvc|(?:security|verification)-?code|pin(?:-?(?:code|number))?|clave|parol[aă]?|card-?number|iban|signature|sig|jwt|bearer|client-?secret|subscription-?key)(?:$|[-_.\s\]])/;
/** Labels of password fields in other languages: a recording often has only the label. */
const PASSWORDS_ELSEWHERE =
  /passw(?:or)?d|passwort|kennwort|contrase[nñ]a|mot-?de-?passe|senha|wachtwoord|l[oö]senord|adgangskode|passord|salasana|heslo|has[lł]o|jelsz[oó]|[sş]ifre|mật-khẩu|пароль|κωδικ[oό]ς|密码|密碼|パスワード|暗証番号|비밀번호|كلمة-المرور|סיסמ/;
/** Headers whose whole value is a credential. */
const SECRET_HEADERS =
  /^(?:authorization|proxy-authorization|cookie|x-api-key|api-key|x-auth.*|.*-token)$/;

const JWT = /^eyJ[\w-]{6,}\.[\w-]{4,}\.[\w-]*$/;
/** Prefixes of keys of GitHub, GitLab, Stripe, Slack, AWS, Google, npm, SendGrid and others. */
const KEY_PREFIX =
  /^(?:gh[pousr]_|github_pat_|glpat-|[sr]k_(?:live|test)_|xox[abeoprs]-|AKIA|ASIA|AIza|npm_|SG\.|sk-|ya29\.)[\w.-]{8,}/;
const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;
/** Shorter texts, in characters, are names and numbers more often than keys. */
const MIN_KEY = 20;
/** Entropy in bits per character; natural language has less than 3.5 at these lengths. */
const KEY_BITS = 3.5;
/** A hexadecimal key: 16 bytes or more, with digits and letters. */
const HEX_KEY = /^(?=.*\d)(?=.*[a-f])[\da-f]{32,}$/i;

/** Capitals, small letters and digits mixed, without characters of paths or sentences. */
const KEY_ALPHABET = [/^[\w+=.~-]+$/, /\d/, /[a-z]/, /[A-Z]/];

/** Whether the name of a field, parameter or header says that its value is a secret. */
export function isSecretName(name: string): boolean {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
    .replaceAll(/[\s_]+/g, '-')
    .normalize('NFC')
    .toLowerCase();

  return (
    SECRET_WORDS.test(words) ||
    PASSWORDS_ELSEWHERE.test(words) ||
    /apikey|secretkey|accesstoken/.test(words)
  );
}

/** Whether the whole value of a header of this name is a secret. */
export function isSecretHeader(name: string): boolean {
  const lower = name.toLowerCase();

  return SECRET_HEADERS.test(lower) || isSecretName(lower);
}

/** Whether a text looks like a key: a JWT, a known prefix, a card number, or high entropy. */
export function isSecretValue(value: string): boolean {
  if (JWT.test(value) || KEY_PREFIX.test(value) || isCardNumber(value)) return true;
  if (UUID.test(value) || value.length < MIN_KEY) return false;
  if (HEX_KEY.test(value)) return true;

  return KEY_ALPHABET.every((part) => part.test(value)) && bitsPerCharacter(value) >= KEY_BITS;
}

/** Card numbers of the large networks: https://en.wikipedia.org/wiki/Payment_card_number */
const CARD_NUMBER = /^(?:4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|6\d{15})$/;

/** Verifies the check digit by the Luhn algorithm. */
function isCardNumber(value: string): boolean {
  const digits = value.replaceAll(/(?<=\d)[ -](?=\d)/g, '');
  if (!CARD_NUMBER.test(digits)) return false;
  const doubled = Array.from(digits, Number)
    .toReversed()
    .map((digit, index) => (index % 2 === 0 ? digit : digit * 2))
    .map((digit) => (digit > 9 ? digit - 9 : digit));

  return doubled.reduce((sum, digit) => sum + digit, 0) % 10 === 0;
}

/** Whether any word of a text looks like a key. */
export function holdsSecretValue(value: string): boolean {
  return value.split(/[\s"',;=]+/).some(isSecretValue);
}

/**
 * The name that makes a leaf of JSON a secret: its own, that of the enclosing list, or, for a
 * property called `value`, that of the enclosing object; null: no name does.
 */
export function secretNameIn(path: readonly string[]): string | null {
  const names = path.filter((part) => !/^\d+$/.test(part));
  const own = names.at(-1) ?? '';
  if (isSecretName(own)) return own;
  const holder = names.at(-2) ?? '';

  return /^(?:value|text|plain|raw|content)$/i.test(own) && isSecretName(holder) ? holder : null;
}

/** Whether a field or parameter is a secret by its name or by its value. */
export function isSecretField(name: string, value: string): boolean {
  return value !== '' && (isSecretName(name) || isSecretValue(value));
}

/** Shannon entropy in bits per character: 0 for one repeated character, 6 for 64 equally frequent ones. */
function bitsPerCharacter(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);

  return [...counts.values()].reduce((sum, count) => {
    const share = count / value.length;

    return sum - share * Math.log2(share);
  }, 0);
}
