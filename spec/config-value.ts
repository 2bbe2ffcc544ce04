/** What is expected instead of a value, in words; undefined when the value is good. */
type Refusal = string | undefined;

interface Range {
  readonly least?: number;
  readonly most?: number;
  /** One value beside the range that is good as well. */
  readonly or?: number;
}

/** `[1,...,100]`, `[0,...]`, `[1,...,9] or -1` as `ConfigDef.Range` and its likes print themselves. */
const rangeOf = (valid: string): Range => {
  const [, least, most, or] = /^\[(?:([-\d.]+),)?\.\.\.(?:,([-\d.]+))?\](?: or (-?\d+))?$/.exec(valid) ?? [];
  return {
    ...(least === undefined ? {} : { least: Number(least) }),
    ...(most === undefined ? {} : { most: Number(most) }),
    ...(or === undefined ? {} : { or: Number(or) }),
  };
};

const within = (value: number, { least, most, or }: Range): boolean =>
  value === or || !(value < (least ?? -Infinity) || value > (most ?? Infinity));

const words = (what: string, least?: number | bigint, most?: number | bigint, or?: number): string =>
  [
    what,
    ...(least === undefined ? [] : [`from ${least}`]),
    ...(most === undefined ? [] : [`to ${most}`]),
    ...(or === undefined ? [] : [`or ${or}`]),
  ].join(" ");

/** As `Integer.parseInt` and its likes read it. */
const wholeNumber = (value: string, valid: string, bits: bigint): Refusal => {
  const range = rangeOf(valid);
  const { least, most, or } = range;
  const what = "a whole number";
  if (!/^[+-]?\d+$/.test(value)) return words(what, least, most, or);
  const number = BigInt(value.replace("+", ""));
  const limit = 2n ** (bits - 1n);
  if (number < -limit || number >= limit) return words(what, least ?? -limit, most ?? limit - 1n, or);
  return within(Number(number), range) ? undefined : words(what, least, most, or);
};

/** As `Double.parseDouble` reads it, but for hexadecimals. */
const realNumber = (value: string, valid: string): Refusal => {
  const range = rangeOf(valid);
  const [, number] = /^([+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?=[fdFD]?$)|NaN$|Infinity$))/.exec(value) ?? [];
  return number !== undefined && within(Number(number), range)
    ? undefined
    : words("a number", range.least, range.most, range.or);
};

const among = (value: string, valid: string): boolean => {
  const [, anyCase, names = ""] = /^(\(case insensitive\) )?\[(.*)\]$/.exec(valid) ?? [];
  return names.split(", ").some((name) => (anyCase === undefined ? name === value : sameWord(name, value)));
};

const sameWord = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const namesOf = (valid: string): string => valid.replace(/^.*\[|\]$/g, "");

const text = (value: string, valid: string): Refusal => {
  if (valid === "non-empty") return value === "" ? "a text that is not empty" : undefined;
  return valid === "" || among(value, valid) ? undefined : `one of ${namesOf(valid)}`;
};

const list = (value: string, valid: string): Refusal => {
  const entries = value === "" ? [] : value.split(/\s*,\s*/);
  return valid === "" || entries.every((entry) => among(entry, valid))
    ? undefined
    : `any of ${namesOf(valid)}, with commas between`;
};

/**
 * Whether Kafka takes a value (`ConfigDef.parseType`, then the key's validator), as far as the text alone tells:
 * whether a class is there only the broker knows, and rules between keys are not here.
 *
 * @param type as `ConfigType` has it
 * @param value as it stands in `server.properties`; blanks around it do not count, as with Kafka
 * @returns what is expected instead, in words; undefined when Kafka takes it
 * @throws Error for a type that nobody knows
 */
export const configValueRefusal = (type: string, value: string): string | undefined => {
  const [, name = "", valid = ""] = /^(\w+)(?: (.+))?$/.exec(type) ?? [];
  const bare = value.trim();
  switch (name) {
    case "boolean":
      return ["true", "false"].some((one) => sameWord(one, bare)) ? undefined : "true or false";
    case "short":
      return wholeNumber(bare, valid, 16n);
    case "int":
      return wholeNumber(bare, valid, 32n);
    case "long":
      return wholeNumber(bare, valid, 64n);
    case "double":
      return realNumber(bare, valid);
    case "string":
      return text(bare, valid);
    case "list":
      return list(bare, valid);
    case "class":
      return /^[\w$]+(\.[\w$]+)*$/.test(bare) ? undefined : "the full name of a class";
    case "password":
      return undefined;
    default:
      throw new Error(`spec/config-types.json: unknown type; expected boolean, int or another of Kafka's; got ${type}`);
  }
};
