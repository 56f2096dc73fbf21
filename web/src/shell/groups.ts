/**
 * What only some phones keep, by names of files without their digest, which each version has its own of: what opens a trip lease without network and
 * what signs a hand-over; what a card is drawn and read with; what a house does at night and at the roll call; what is of the child: the letters of
 * what a child is shown, photo and voice; and what finds a name in any spelling among the files that a phone keeps.
 */
export const kept_groups = {
  /** The code on a pocket card, drawn and read; a hand-over needs it too. */
  card: /^\/assets\/qr-/,
  trips: /^\/assets\/(OpenTrip|six_words|prf|road(_\w\w)?|qr)-/,
  house: /^\/assets\/(Beds|NightNote|RollCall|RoundForm|house|round\.svelte)-/,
  child: /^\/assets\/(andika|photo)-/,
  names: /^\/core\/names\.wasm$/,
};
export type KeptGroup = keyof typeof kept_groups;
