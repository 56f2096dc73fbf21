/**
 * The code of a child's file: country, six random characters, one check character, as `SN-7F4K2Q-X`.
 * The six are of Crockford's base 32 (no I, L, O, U, so that a code can be read aloud and written by hand).
 */
import { random_bytes, type Bytes } from "./bytes";

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** ISO 7064 MOD 37,36 (hybrid system): the check character for letters and digits. */
export function check_character(text: string): string {
  let product = 36;
  for (const character of text) {
    const value = alphanumeric.indexOf(character);
    if (value < 0) throw new RangeError("not a letter or digit");
    const sum = (product + value) % 36 || 36;
    product = (sum * 2) % 37;
  }
  return alphanumeric[(37 - product) % 36]!;
}

export function new_case_code(country: string, chance: Bytes = random_bytes(6)): string {
  const six = [...chance].map((byte) => crockford[byte % 32]).join("");
  return `${country}-${six}-${check_character(country + six)}`;
}

/** What somebody typed, as a code, if its check character is right: spaces, case, I L O are forgiven. */
export function read_case_code(typed: string): string | undefined {
  const bare = typed.toUpperCase().replace(/[^0-9A-Z]/g, "");
  if (!/^[A-Z]{2}[0-9A-Z]{7}$/.test(bare)) return undefined;
  const country = bare.slice(0, 2);
  const six = bare.slice(2, 8).replace(/[IL]/g, "1").replace(/O/g, "0");
  return check_character(country + six) === bare[8] ? `${country}-${six}-${bare[8]}` : undefined;
}
