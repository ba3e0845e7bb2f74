// Sentences in the reader's language, for scripts: _("%(count)s of %(whole)s", { count: 3, whole: 10 }).
// The catalogues in words/ are made by chairpi/catalogue.py, which finds the sentences in these files.

const language = document.documentElement.lang;
const { words, pluralIndex } =
  language === "en" ? { words: {}, pluralIndex: (n) => Number(n !== 1) } : await import(`./words/${language}.js`);

const filled = (text, values) => text.replace(/%(?:%|\((\w+)\)s)/g, (sign, name) => (name ? values[name] : "%"));

export const _ = (message, values = {}) => filled(words[message] ?? message, values);

export const ngettext = (one, many, n, values = {}) =>
  filled((words[one] ?? [one, many])[pluralIndex(n)], { num: n, ...values });

export const numberText = (value, digits = 0) =>
  value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
