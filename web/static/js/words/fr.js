// Made by chairpi/catalogue.py from the catalogue of this language.
export const pluralIndex = (n) => Number((n > 1));
export const words = {
 "Full screen": "Plein écran",
 "Paused.": "En attente.",
 "Stop motion": "Arrêter le mouvement",
 "The picture stands still.": "L’image ne bouge plus."
};
