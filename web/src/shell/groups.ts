/**
 * What only some phones keep, by names of files without their digest, which each version has its own of: what opens a trip lease without network and
 * what signs a hand-over; what a card is drawn and read with; and what a house does at night and at the roll call.
 */
export const kept_groups = {
  /** The code on a pocket card, drawn and read; a hand-over needs it too. */
  card: /^\/assets\/qr-/,
  trips: /^\/assets\/(OpenTrip|six_words|road(_\w\w)?|qr)-/,
  house: /^\/assets\/(Beds|NightNote|RollCall|RoundForm|house|round\.svelte)-/,
};
export type KeptGroup = keyof typeof kept_groups;
