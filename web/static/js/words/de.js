// Made by chairpi/language/catalogue.py from the catalogue of this language.
export const pluralIndex = (n) => Number((n != 1));
export const words = {};
